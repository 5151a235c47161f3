import type { OidcPreset, PresetAnswers, PresetField, PresetResult } from '@bonafide/identity-providers/forms'
import { changesBetween, configDraft, type Draft, emptyDraft, type FieldChange, merged } from './draft.ts'
import { sentence } from './read-draft.ts'

/** What a select says before somebody chose. */
export const answerTo = ({ name, options }: PresetField, answers: PresetAnswers): string => {
  const answer = Object.hasOwn(answers, name) ? (answers[name] ?? '') : ''
  return answer === '' ? (options?.[0]?.value ?? '') : answer
}

/** The questions that count as the others are answered. */
export const askedOf = ({ fields }: OidcPreset, answers: PresetAnswers): PresetField[] =>
  fields.filter(({ askedWhen }) => {
    const other = fields.find(({ name }) => name === askedWhen?.field)
    return askedWhen === undefined || (other !== undefined && askedWhen.is.includes(answerTo(other, answers)))
  })

/** What is wrong by the name of the question, each in a sentence. */
export function problemsOfAnswers({ fields }: OidcPreset, { problems = [] }: PresetResult): Record<string, string> {
  const labels: Record<string, string> = { audience: 'Audience', ...Object.fromEntries(fields.map(({ name, label }) => [name, label])) }
  return Object.fromEntries(problems.map(({ field, message }) => [field, labelled(labels[field] ?? '', message)]))
}

function labelled(label: string, message: string): string {
  const text = sentence('', message, [])
  return /^(must|may|is|has) /.test(message) && label !== '' ? `${label} ${text.charAt(0).toLowerCase()}${text.slice(1)}` : text
}

/** The identity that the answers alone make: an empty one until all of them are given. */
export function draftOfAnswers(preset: OidcPreset, answers: PresetAnswers, audience: string): Draft {
  const { config } = preset.compile(answers, { audience })
  const empty = emptyDraft('oidc')
  return config ? { ...empty, name: nameOf(preset, answers), config: configDraft('oidc', { ...config }) } : empty
}

/** What of the configuration somebody wrote with their own hand since it was filled in. */
export const editedByHand = (filled: Draft, mine: Draft): FieldChange[] =>
  changesBetween('oidc', filled, mine).filter(({ path }) => path.startsWith('config.'))

/** The new rules, with everything that was written by hand on top of them. */
export const refilled = (filled: Draft, fresh: Draft, mine: Draft): Draft => merged('oidc', filled, fresh, mine)

/** "github-actions acme shop main": the short answers that had to be given. */
function nameOf(preset: OidcPreset, answers: PresetAnswers): string {
  const parts = askedOf(preset, answers)
    .filter(({ required, control }) => required && control === 'text')
    .map((field) => answerTo(field, answers))
    .filter((answer) => !answer.includes('://'))
  return [preset.id, ...parts].join(' ').slice(0, 100).trim()
}
