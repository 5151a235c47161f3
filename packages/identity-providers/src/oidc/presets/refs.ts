import { gitName } from './answers.ts'
import type { PresetField } from './preset.ts'

/** Which branches or tags: two questions that every pipeline platform is asked. */
export const refFields: readonly PresetField[] = [
  {
    name: 'restrictTo',
    label: 'Restrict to',
    help: 'What a pipeline must run for. One branch or tag is best; everything else of the project stays out.',
    required: true,
    control: 'select',
    options: [
      { value: 'branch', label: 'A branch' },
      { value: 'tag', label: 'A tag' },
      { value: 'any', label: 'Any branch or tag' },
    ],
  },
  {
    name: 'ref',
    label: 'Name of the branch or tag',
    help: 'To the letter, and one only.',
    placeholder: 'main',
    required: true,
    control: 'text',
    askedWhen: { field: 'restrictTo', is: ['branch', 'tag'] },
    problem: gitName,
  },
]
