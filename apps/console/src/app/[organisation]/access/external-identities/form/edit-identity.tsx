'use client'

import { useApolloClient } from '@apollo/client/react'
import { useState } from 'react'
import { useChange } from '../../../../../apollo/use-change.ts'
import { Button } from '../../../../../components/button.tsx'
import { Section } from '../../../../../components/page-header.tsx'
import { useToast } from '../../../../../components/toast.tsx'
import { namesOf } from '../providers.ts'
import { ReplayDraft } from '../replay/replay-draft.tsx'
import { ChangeList } from './change-list.tsx'
import { changesBetween, draftOf, type FieldChange, merged, prefilled } from './draft.ts'
import { inEnvelope } from './envelope.ts'
import { IdentityForm } from './identity-form.tsx'
import { FreshIdentityDocument, type FullIdentityFragment, UpdateExtIdentityDocument } from './operations.generated.ts'
import { sameInput } from './read-draft.ts'
import { useDraft } from './use-draft.ts'
import { wantedOf } from './wanted.ts'

interface EditIdentityProps {
  identity: FullIdentityFragment
  /** What the address says; names of fields among it are what a link wants changed. */
  asked: Readonly<Record<string, string | string[] | undefined>>
}

/** Changes what an identity trusts or grants, from the version that was shown. */
export function EditIdentity({ identity, asked }: EditIdentityProps) {
  const names = namesOf(identity.provider)
  const provider = names.id
  const [base, setBase] = useState(() => ({ draft: draftOf(provider, identity), version: identity.version }))
  const wanted = wantedOf(provider, asked)
  const state = useDraft(provider, prefilled(provider, base.draft, wanted))
  const [theirs, setTheirs] = useState<FieldChange[]>()
  const [problem, setProblem] = useState<string>()
  const [isUnchanged, setUnchanged] = useState(false)
  const [isLink, setLink] = useState(Object.keys(wanted).length > 0)
  const { send, busy } = useChange(UpdateExtIdentityDocument, { quiet: true })
  const client = useApolloClient()
  const toast = useToast()
  const changes = changesBetween(provider, base.draft, state.draft)

  const startFrom = (fresh: FullIdentityFragment) => setBase({ draft: draftOf(provider, fresh), version: fresh.version })
  /** Somebody was faster: theirs becomes the ground that my edits stand on. */
  const catchUp = async () => {
    const { data } = await client.query({ query: FreshIdentityDocument, variables: { id: identity.id }, fetchPolicy: 'network-only' })
    const fresh = data?.externalIdentity
    if (!fresh) return setProblem('This identity has been deleted meanwhile.')
    const draft = draftOf(provider, fresh)
    setTheirs(changesBetween(provider, base.draft, draft))
    state.replace(merged(provider, base.draft, draft, state.draft))
    startFrom(fresh)
  }
  const save = async () => {
    const { input } = state.reading
    if (!input) return
    setProblem(undefined)
    if (sameInput(provider, base.draft, state.draft)) return setUnchanged(true)
    const isConfigChanged = changes.some(({ path }) => path.startsWith('config.')) || identity.config === null
    const config = isConfigChanged ? { config: inEnvelope(names, input.config) } : {}
    const outcome = await send({ input: { ...input, config: undefined, ...config, id: identity.id, expectedVersion: base.version } })
    if (!outcome.ok) {
      if (outcome.userErrors.some(({ code }) => code === 'conflict')) return catchUp()
      const general = state.refuse(outcome.userErrors)
      return setProblem(outcome.problem ? outcome.message : general.join(' ') || undefined)
    }
    const saved = outcome.payload.externalIdentity
    if (!saved) return
    startFrom(saved)
    state.replace(draftOf(provider, saved))
    setTheirs(undefined)
    setLink(false)
    toast.success(`${saved.name} was saved`, { detail: 'Tokens of workloads that it no longer trusts have stopped working.' })
  }
  const { input: written } = state.reading
  const replayed = written && {
    identityId: identity.id,
    config: inEnvelope(names, written.config),
    defaultTtl: written.defaultTtl,
    maxTtl: written.maxTtl,
  }
  return (
    <IdentityForm
      label={`Edit ${identity.name}`}
      state={state}
      unsaved={changes.length > 0}
      simulated={identity.simulated}
      problem={problem}
      notice={
        <>
          {theirs && <ConflictNotice changes={theirs} />}
          {isLink && <LinkNotice changes={changes} />}
        </>
      }
      aside={
        changes.length > 0 && (
          <>
            {!isLink && (
              <Section title="Not saved yet">
                <ChangeList changes={changes} />
              </Section>
            )}
            <ReplayDraft input={replayed} />
          </>
        )
      }
      buttons={
        <>
          <p role="status" className="text-muted">
            {isUnchanged && changes.length === 0 && 'Nothing has changed, so there is nothing to save.'}
          </p>
          {changes.length > 0 && <Button onClick={() => state.replace(base.draft)}>Discard changes</Button>}
          <Button type="submit" variant="primary" busy={busy} busyLabel="Saving …">
            Save
          </Button>
        </>
      }
      onSubmit={() => void save()}
    />
  )
}

const ConflictNotice = ({ changes }: { changes: readonly FieldChange[] }) => (
  <div role="alert" className="flex flex-col gap-3 rounded-lg border border-warning bg-warning-soft px-4 py-3">
    <p className="font-medium">Somebody else has changed this identity meanwhile. Nothing of yours was saved, and nothing of it is lost.</p>
    {changes.length > 0 ? (
      <>
        <p>This is what they changed. Your own edits stand on top of it; save again when it is right.</p>
        <ChangeList changes={changes} />
      </>
    ) : (
      <p>The fields below are as they were. Save again.</p>
    )}
  </div>
)

const LinkNotice = ({ changes }: { changes: readonly FieldChange[] }) => (
  <div className="flex flex-col gap-3 rounded-lg border border-transparent bg-info-soft px-4 py-3">
    <p className="font-medium">
      {changes.length > 0
        ? 'The link that brought you here proposes this change. It is not saved yet.'
        : 'What the link proposes is already there.'}
    </p>
    <ChangeList changes={changes} />
  </div>
)
