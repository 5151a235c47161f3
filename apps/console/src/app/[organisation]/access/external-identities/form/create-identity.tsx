'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useChange } from '../../../../../apollo/use-change.ts'
import { Button, ButtonLink } from '../../../../../components/button.tsx'
import { Section } from '../../../../../components/page-header.tsx'
import { Skeleton } from '../../../../../components/skeleton.tsx'
import { useToast } from '../../../../../components/toast.tsx'
import { useCan, useOrganisationPath } from '../../../../../frame/viewer.tsx'
import type { ProviderNames } from '../providers.ts'
import { AccountPicker, type PickedAccount } from './account-picker.tsx'
import { changesBetween, emptyDraft, fieldsOf, prefilled } from './draft.ts'
import { inEnvelope } from './envelope.ts'
import { IdentityForm } from './identity-form.tsx'
import { BindExtIdentityDocument, CreateExtIdentityDocument } from './operations.generated.ts'
import { useDraft } from './use-draft.ts'

// The presets of a dozen platforms are of use on this page alone, and for one provider.
const PresetQuestions = dynamic(async () => (await import('./preset-questions.tsx')).PresetQuestions, {
  ssr: false,
  loading: () => <Skeleton className="h-72 w-full rounded-lg" />,
})

interface CreateIdentityProps {
  provider: ProviderNames
  /** What a link wants filled in. */
  wanted: Readonly<Record<string, string>>
}

/** Trusts a platform: the page that makes an identity. */
export function CreateIdentity({ provider, wanted }: CreateIdentityProps) {
  const { form } = fieldsOf(provider.id)
  const empty = emptyDraft(provider.id)
  const state = useDraft(provider.id, prefilled(provider.id, empty, wanted))
  const [accounts, setAccounts] = useState<PickedAccount[]>([])
  const [problem, setProblem] = useState<string>()
  const [isAnswering, setAnswering] = useState(false)
  const [done, setDone] = useState(false)
  const creation = useChange(CreateExtIdentityDocument, { quiet: true, refresh: false })
  const binding = useChange(BindExtIdentityDocument, { quiet: true, refresh: false })
  const router = useRouter()
  const path = useOrganisationPath()
  const toast = useToast()
  const can = useCan()
  const busy = creation.busy || binding.busy || done
  const bindTo = async (identityId: string, account: PickedAccount): Promise<string | undefined> => {
    const outcome = await binding.send({ input: { identityId, serviceAccountId: account.id } })
    return outcome.ok ? undefined : `${account.name}: ${outcome.message}`
  }
  const save = async (next: string) => {
    const { input } = state.reading
    if (!input) return
    setProblem(undefined)
    const config = inEnvelope(provider, input.config)
    const outcome = await creation.send({ input: { ...input, config } })
    if (!outcome.ok) {
      const general = state.refuse(outcome.userErrors)
      setProblem(outcome.problem ? outcome.message : general.join(' ') || undefined)
      return
    }
    const identity = outcome.payload.externalIdentity
    if (!identity) return setProblem('The identity was created, but could not be read back.')
    setDone(true)
    const failures: string[] = []
    for (const account of accounts) failures.push(...[await bindTo(identity.id, account)].filter((failure) => failure !== undefined))
    toast.success(`${identity.name} was created`, { detail: boundText(accounts, failures) })
    if (failures.length > 0) toast.failure(`${identity.name} was created, but not bound everywhere`, failures.join(' '))
    router.push(path(`/access/external-identities/${identity.id}${next === 'test' ? '/test' : ''}`))
  }
  const filledIn = changesBetween(provider.id, empty, state.draft).length > 0
  return (
    <IdentityForm
      label={`New ${form.name} identity`}
      state={state}
      unsaved={(filledIn || isAnswering || accounts.length > 0) && !done}
      problem={problem}
      notice={
        <>
          {Object.keys(wanted).length > 0 && <PrefilledNotice />}
          {provider.id === 'oidc' && <PresetQuestions state={state} onAnswer={() => setAnswering(true)} />}
        </>
      }
      more={
        can('ExternalIdentities', 'bind') &&
        can('ServiceAccounts', 'update') &&
        can('ServiceAccounts', 'read') && (
          <Section title="Bind now (optional)">
            <div className="flex flex-col gap-3">
              <p className="text-muted">The accounts that these workloads become. An identity that is bound to none lets nobody in.</p>
              <AccountPicker simulated={false} picked={accounts} onChange={setAccounts} />
            </div>
          </Section>
        )
      }
      buttons={
        <>
          <ButtonLink href={path('/access/external-identities')}>Cancel</ButtonLink>
          <Button type="submit" value="test" busy={busy}>
            Save and test
          </Button>
          <Button type="submit" variant="primary" value="save" busy={busy} busyLabel="Saving …">
            Save
          </Button>
        </>
      }
      onSubmit={(pressed) => void save(pressed)}
    />
  )
}

const PrefilledNotice = () => (
  <p className="rounded-lg border border-transparent bg-info-soft px-4 py-3 text-info">
    Some fields were filled in by the link that brought you here. Read them before you save.
  </p>
)

function boundText(accounts: readonly PickedAccount[], failures: readonly string[]): string {
  if (accounts.length === 0) return 'Bind it to a service account, and its workloads can log in.'
  const count = accounts.length - failures.length
  return `Bound to ${count} ${count === 1 ? 'account' : 'accounts'}.`
}
