'use client'

import { type OidcPreset, oidcPresets } from '@bonafide/identity-providers/forms'
import { ArrowDown, CircleCheck, Lightbulb } from 'lucide-react'
import { useQueryState } from 'nuqs'
import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { Button } from '../../../../../components/button.tsx'
import { Select } from '../../../../../components/inputs.tsx'
import { Section } from '../../../../../components/page-header.tsx'
import { useViewer } from '../../../../../frame/viewer.tsx'
import { answerTo, askedOf } from './preset-draft.ts'
import { PresetQuestion } from './preset-question.tsx'
import { presetParsers } from './preset-state.ts'
import type { DraftState } from './use-draft.ts'
import { type PresetState, usePreset } from './use-preset.ts'

const generic = 'generic'
const choices = oidcPresets.map(({ id, name }) => ({ value: id, label: name }))

const audienceField = {
  label: 'Audience',
  help: 'What the tokens are made for (aud). The address of this server is best: then they are good for nothing else.',
  required: true,
  control: 'text',
} as const

/** A few questions about a platform become rules, which stand in the form below for everybody to see and edit. */
export function PresetQuestions({ state, onAnswer }: Pick<QuestionsProps, 'state' | 'onAnswer'>) {
  const { server } = useViewer()
  const [chosen, setChosen] = useQueryState('preset', presetParsers.preset.withOptions({ history: 'push', shallow: false, scroll: false }))
  const preset = oidcPresets.find(({ id }) => id === chosen) ?? oidcPresets.find(({ id }) => id === generic)
  const choose = (id: string) => void setChosen(id === generic ? null : id)
  if (!preset) return null
  return <Questions preset={preset} state={state} publicUrl={server.publicUrl} onChoose={choose} onAnswer={onAnswer} />
}

interface QuestionsProps {
  preset: OidcPreset
  state: DraftState
  publicUrl: string
  onChoose: (id: string) => void
  /** Something was answered, whether it has become rules yet or not. */
  onAnswer: () => void
}

function Questions({ preset, state, publicUrl, onChoose, onAnswer }: QuestionsProps) {
  const section = useRef<HTMLDivElement>(null)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const given = usePreset(preset, state, publicUrl)
  // An answer that cannot be taken is told at once, one that is missing when its question was left.
  const problemOf = (name: string, value: string) => (value !== '' || left.has(`${preset.id} ${name}`) ? given.problems[name] : undefined)
  const leave = (...names: string[]) => setLeft((known) => new Set([...known, ...names.map((name) => `${preset.id} ${name}`)]))
  const fill = () => {
    const wrong = Object.keys(given.problems)
    if (wrong.length === 0) return given.fill()
    flushSync(() => leave(...wrong))
    section.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }
  // What has no questions of its own is asked by the form itself.
  const isGeneric = preset.id === generic
  return (
    <Section
      title={isGeneric ? 'Platform' : `Questions about ${preset.name}`}
      actions={
        <Select
          aria-label="Platform"
          className="max-w-64"
          value={preset.id}
          choices={choices}
          onChange={(event) => onChoose(event.target.value)}
        />
      }
    >
      <div ref={section} className="flex flex-col gap-5">
        {!isGeneric && (
          <div className="grid items-start gap-5 sm:grid-cols-2">
            {askedOf(preset, given.answers).map((field) => {
              const value = answerTo(field, given.answers)
              return (
                <PresetQuestion
                  key={`${preset.id} ${field.name}`}
                  field={field}
                  value={value}
                  problem={problemOf(field.name, value)}
                  onChange={(next) => {
                    given.answer(field.name, next)
                    onAnswer()
                  }}
                  onLeave={() => leave(field.name)}
                  onEnter={fill}
                />
              )
            })}
            <PresetQuestion
              field={audienceField}
              value={given.audience}
              problem={problemOf('audience', given.audience)}
              onChange={given.setAudience}
              onLeave={() => leave('audience')}
              onEnter={fill}
            />
          </div>
        )}
        <Lessons teaches={preset.teaches} />
        {!isGeneric && <Rules given={given} onFill={fill} />}
      </div>
    </Section>
  )
}

const Lessons = ({ teaches }: Pick<OidcPreset, 'teaches'>) => (
  <div className="flex gap-3 rounded-md bg-surface px-4 py-3 text-sm">
    <Lightbulb size={16} aria-hidden className="mt-0.5 shrink-0 text-muted" />
    <ul aria-label="Good to know" className="flex max-w-prose flex-col gap-1.5">
      {teaches.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  </div>
)

/** How the rules below stand to the answers, and the way to bring them together. */
function Rules({ given, onFill }: { given: PresetState; onFill: () => void }) {
  const isAnswered = Object.keys(given.problems).length === 0
  const follows = isAnswered && given.edits.length === 0
  const edited = given.edits.map(({ label }) => label).join(', ')
  const fillButton = useRef<HTMLButtonElement>(null)
  const fillOver = () => {
    flushSync(given.fillOver)
    // The button that was pressed is gone, and the keyboard goes on at the one beside it.
    fillButton.current?.focus()
  }
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-4">
      <p role="status" className="flex min-w-0 flex-1 basis-64 items-start gap-2 text-sm text-muted">
        {follows && <CircleCheck size={16} aria-hidden className="mt-0.5 shrink-0 text-success" />}
        {follows && 'The rules below follow your answers.'}
        {!follows && edited === '' && 'The rules below are filled in as soon as these questions are answered.'}
        {edited !== '' && `Written by hand, and kept so: ${edited}. The rules no longer follow your answers by themselves.`}
      </p>
      <div className="flex flex-wrap gap-2">
        {edited !== '' && isAnswered && <Button onClick={fillOver}>Replace what I wrote</Button>}
        <Button ref={fillButton} onClick={onFill}>
          <ArrowDown size={16} aria-hidden /> Fill in the rules
        </Button>
      </div>
    </div>
  )
}
