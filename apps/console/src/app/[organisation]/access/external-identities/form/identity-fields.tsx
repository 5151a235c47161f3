'use client'

import type { FormField } from '@bonafide/core'
import { useEffect, useState } from 'react'
import { DurationInput } from '../../../../../components/duration-input.tsx'
import { Field } from '../../../../../components/field.tsx'
import { TextArea, TextInput } from '../../../../../components/inputs.tsx'
import { Section } from '../../../../../components/page-header.tsx'
import { fieldsOf, isShown, sharedLabels } from './draft.ts'
import { blockedWord, useBlocks } from './policy-blocks.tsx'
import { idOfPath, ProviderField } from './provider-field.tsx'
import { isSet, requiredFields } from './read-draft.ts'
import type { DraftState } from './use-draft.ts'

/** Everything of an identity that can be written: one form for every provider. */
export function IdentityFields({ state }: { state: DraftState }) {
  const { form } = fieldsOf(state.provider)
  const required = requiredFields(state.provider)
  const fields = form.fields.filter((field) => isShown(field, state.draft.config))
  const shown = fields.filter(({ advanced }) => !advanced)
  const advanced = fields.filter((field) => field.advanced)
  return (
    <>
      <Section title="Basics">
        <div className="flex flex-col gap-5">
          <NameField state={state} />
          <Field id={idOfPath('description')} label={sharedLabels.description} optional problem={state.problemOf('description')}>
            {(control) => (
              <TextArea
                {...control}
                rows={2}
                value={state.draft.description}
                onChange={(event) => state.setShared('description', event.target.value)}
                onBlur={() => state.leave('description')}
              />
            )}
          </Field>
        </div>
      </Section>
      <Section title="Trusted entities">
        <div className="flex flex-col gap-5">
          {shown.map((field) => (
            <ProviderField key={field.name} field={field} state={state} required={required.has(field.name)} />
          ))}
          <Advanced fields={advanced} state={state} />
        </div>
      </Section>
      <Section title="Token configuration">
        <TokenFields state={state} defaultTokenName={form.defaultTokenName} />
      </Section>
    </>
  )
}

const NameField = ({ state }: { state: DraftState }) => (
  <Field id={idOfPath('name')} label={sharedLabels.name} problem={state.problemOf('name')}>
    {(control) => (
      <TextInput
        {...control}
        value={state.draft.name}
        autoComplete="off"
        onChange={(event) => state.setShared('name', event.target.value)}
        onBlur={() => state.leave('name')}
      />
    )}
  </Field>
)

/** Folded until somebody opens it, or something in it is set or wrong. */
function Advanced({ fields, state }: { fields: readonly FormField[]; state: DraftState }) {
  const isWrong = fields.some(({ name }) => Object.keys(state.shownProblems).some((path) => path.startsWith(`config.${name}`)))
  const [open, setOpen] = useState(() => fields.some((field) => isSet(state.provider, state.draft, field)))
  useEffect(() => {
    if (isWrong) setOpen(true)
  }, [isWrong])
  const shown = open || isWrong
  const set = shown ? [] : fields.filter((field) => isSet(state.provider, state.draft, field))
  return (
    <div className="flex flex-col gap-5 border-t border-line pt-4">
      <button
        type="button"
        aria-expanded={shown}
        className="flex min-h-8 w-fit items-center gap-2 rounded font-medium text-accent hover:underline"
        onClick={() => setOpen(!shown)}
      >
        {shown ? 'Hide advanced settings' : 'Advanced settings'}
      </button>
      {set.length > 0 && <p className="-mt-4 text-sm text-muted">Set there: {set.map(({ label }) => label).join(', ')}</p>}
      {shown &&
        fields.map((field) => <ProviderField key={field.name} field={field} state={state} required={field.shownWhen?.required ?? false} />)}
    </div>
  )
}

function TokenFields({ state, defaultTokenName }: { state: DraftState; defaultTokenName: string }) {
  return (
    <div className="grid gap-5 sm:grid-cols-3">
      <Field
        id={idOfPath('tokenName')}
        label={sharedLabels.tokenName}
        optional
        help={`What its tokens are called; ${defaultTokenName} unless you say otherwise.`}
        problem={state.problemOf('tokenName')}
      >
        {(control) => (
          <TextInput
            {...control}
            value={state.draft.tokenName}
            placeholder={defaultTokenName}
            autoComplete="off"
            onChange={(event) => state.setShared('tokenName', event.target.value)}
            onBlur={() => state.leave('tokenName')}
          />
        )}
      </Field>
      <LifetimeField name="defaultTtl" help="For workloads that ask for no lifetime, e.g. 15m, 1h, 12h." state={state} />
      <LifetimeField name="maxTtl" help="The most a workload may ask for, e.g. 1h, 1d, 7d; 90d at most." state={state} />
    </div>
  )
}

function LifetimeField({ name, help, state }: { name: 'defaultTtl' | 'maxTtl'; help: string; state: DraftState }) {
  const blocks = useBlocks()
  const findings = name === 'maxTtl' ? state.reading.findings.filter(({ pointer }) => pointer === '/maxTtlSeconds') : []
  return (
    <div className="flex flex-col gap-1.5">
      <Field id={idOfPath(name)} label={sharedLabels[name]} help={help} problem={state.problemOf(name)}>
        {(control) => (
          <DurationInput
            control={control}
            value={state.draft[name]}
            onChange={(value) => state.setShared(name, value)}
            onBlur={() => state.leave(name)}
          />
        )}
      </Field>
      {findings.map(({ code, severity, message }) => (
        <p key={code} className={`text-sm ${severity === 'danger' || blocks(severity) ? 'text-danger' : 'text-warning'}`}>
          {blocks(severity) && <span className="font-medium">{blockedWord} </span>}
          {message}
        </p>
      ))}
    </div>
  )
}
