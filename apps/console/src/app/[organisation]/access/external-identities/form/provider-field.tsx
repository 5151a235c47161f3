'use client'

import type { FormField, LintFinding } from '@bonafide/core'
import { ChipList, type ChipNote } from '../../../../../components/chip-list.tsx'
import { DurationInput } from '../../../../../components/duration-input.tsx'
import { Field } from '../../../../../components/field.tsx'
import { Select, TextArea, TextInput } from '../../../../../components/inputs.tsx'
import { Switch } from '../../../../../components/switch.tsx'
import { type Blocks, blockedWord, useBlocks } from './policy-blocks.tsx'
import { StsEndpointField } from './sts-endpoint-field.tsx'
import type { DraftState } from './use-draft.ts'

interface ProviderFieldProps {
  field: FormField
  state: DraftState
  required: boolean
}

/** One field of a provider's configuration, drawn from what the provider says of it. */
export function ProviderField({ field, state, required }: ProviderFieldProps) {
  const { name, label, help, placeholder, control: kind, options = [] } = field
  const path = `config.${name}`
  const value = state.draft.config[name]
  const blocks = useBlocks()
  const findings = state.reading.findings.filter(({ pointer }) => pointer === `/${name}`)
  const isList = kind === 'list' || kind === 'lines'
  const problem = state.problemOf(path) ?? (isList ? problemOfEntries(path, state) : undefined)
  if (kind === 'switch') {
    return (
      <div className="flex flex-col gap-1.5">
        <Switch label={label} help={help} checked={value === true} onChange={(checked) => state.setConfig(name, checked)} />
        <Findings findings={value === true ? findings : []} />
      </div>
    )
  }
  const change = (next: string | string[]) => state.setConfig(name, next)
  const leave = () => state.leave(path)
  const text = typeof value === 'string' ? value : ''
  return (
    <div className="flex flex-col gap-1.5">
      <Field id={idOfPath(path)} label={label} help={help} problem={problem} optional={!required && kind !== 'select'}>
        {(control) => {
          if (isList) {
            return (
              <ChipList
                control={control}
                what={entryNames[name] ?? 'id'}
                byLine={kind === 'lines'}
                values={Array.isArray(value) ? value : []}
                onChange={change}
                onBlur={leave}
                placeholder={placeholder}
                notesOf={(_, index) => notesOf(name, index, state, blocks)}
              />
            )
          }
          if (kind === 'duration')
            return <DurationInput control={control} value={text} onChange={change} onBlur={leave} placeholder={placeholder} />
          if (kind === 'select')
            return (
              <Select {...control} className="max-w-md" value={text} choices={options} onChange={(event) => change(event.target.value)} />
            )
          if (kind === 'sts_endpoint') return <StsEndpointField control={control} value={text} onChange={change} />
          if (kind === 'text_area')
            return (
              <TextArea
                {...control}
                rows={6}
                value={text}
                placeholder={placeholder}
                autoComplete="off"
                spellCheck={false}
                className="font-mono text-[13px]"
                onChange={(event) => change(event.target.value)}
                onBlur={leave}
              />
            )
          return (
            <TextInput
              {...control}
              value={text}
              placeholder={placeholder}
              autoComplete="off"
              spellCheck={false}
              className="font-mono"
              onChange={(event) => change(event.target.value)}
              onBlur={leave}
            />
          )
        }}
      </Field>
      <Findings findings={findings} />
    </div>
  )
}

/** What one entry of a list is called. */
const entryNames: Record<string, string> = {
  principals: 'ARN',
  audiences: 'audience',
  subjects: 'subject',
  claims: 'rule',
  algorithms: 'algorithm',
  tokenTypes: 'type',
}

/** The id of the control at a path, for the summary of problems to point to. */
export const idOfPath = (path: string): string => `field-${path.split('.').slice(0, 2).join('-')}`

const problemOfEntries = (path: string, { reading, problemOf }: DraftState): string | undefined => {
  const entries = Object.keys(reading.problems).filter((other) => other.startsWith(`${path}.`))
  if (entries.length === 0) return undefined
  const isTold = problemOf(path) !== undefined || entries.some((entry) => problemOf(entry))
  return isTold ? `${entries.length === 1 ? 'One entry' : `${entries.length} entries`} cannot be saved like this.` : undefined
}

/** What is said below an entry, from the moment it stands there. */
function notesOf(name: string, index: number, { reading, problemOf }: DraftState, blocks: Blocks): ChipNote[] {
  const path = `config.${name}.${index}`
  const problem = problemOf(path) ?? reading.problems[path]
  if (problem) return [{ tone: 'danger', text: problem }]
  return reading.findings
    .filter(({ pointer }) => pointer === `/${name}/${index}`)
    .map(({ severity, message }) =>
      blocks(severity) ? { tone: 'danger', text: `${blockedWord} ${message}` } : { tone: severity, text: message },
    )
}

const words = { warning: 'Careful:', danger: 'Dangerous:' }
const colours = { info: 'text-muted', warning: 'text-warning', danger: 'text-danger' }

function Findings({ findings }: { findings: readonly LintFinding[] }) {
  const blocks = useBlocks()
  return findings.map(({ code, severity, message }) => (
    <p key={code} className={`text-sm ${blocks(severity) ? colours.danger : colours[severity]}`}>
      {severity !== 'info' && <span className="font-medium">{blocks(severity) ? blockedWord : words[severity]} </span>}
      {message}
    </p>
  ))
}
