'use client'

import { EyeOff, FlaskConical, RotateCcw, ShieldPlus } from 'lucide-react'
import { useChange } from '../../../../apollo/use-change.ts'
import { Badge } from '../../../../components/badge.tsx'
import { Button, ButtonLink } from '../../../../components/button.tsx'
import { Link } from '../../../../components/link.tsx'
import { Menu } from '../../../../components/menu.tsx'
import { Time } from '../../../../components/time.tsx'
import { useToast } from '../../../../components/toast.tsx'
import { useCan, useOrganisationPath } from '../../../../frame/viewer.tsx'
import { ProviderIcon } from '../../access/external-identities/provider-icon.tsx'
import { namesOf } from '../../access/external-identities/providers.ts'
import { Compared } from '../detail/compared.tsx'
import { stepTitles } from '../detail/steps.ts'
import { titleOf } from '../reason-titles.ts'
import { DismissRefusedCallerDocument, type RefusedCallerEntryFragment, RestoreRefusedCallerDocument } from './operations.generated.ts'

interface EntryProps {
  entry: RefusedCallerEntryFragment
  onTrust: () => void
  onOpen: () => void
}

/** One caller that was refused: who, why, how often, from where, how nearly it was let in, and what can be done. */
export function RefusedCallerEntry({ entry, onTrust, onOpen }: EntryProps) {
  const { provider, caller, principalCount, code, count, latest } = entry
  const miss = latest.steps.find(({ status }) => status === 'FAILED')
  return (
    <li className="flex flex-col gap-3 rounded-lg border border-line px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <ProviderIcon name={namesOf(provider).icon} />
        <h2 className="min-w-0 text-base">
          <span className="sr-only">{namesOf(provider).name}: </span>
          {/* The caller's own text, kept apart from ours; whole, since who it is decides. */}
          <bdi className="line-clamp-4 font-mono text-[13px] font-medium break-all">{caller}</bdi>
        </h2>
        <Badge tone="danger">{titleOf(code)}</Badge>
        {latest.serviceAccount?.simulated && (
          <Badge tone="info" icon={<FlaskConical size={12} aria-hidden />}>
            Simulated
          </Badge>
        )}
        <span className="ml-auto text-sm text-muted">
          {count === 1 ? 'once' : `${count} times`}
          {principalCount > 1 && ` under ${principalCount} names`}, last <Time at={entry.lastAt} />
        </span>
      </div>
      {miss && (miss.expected !== null || miss.received !== null || miss.detail !== null) && (
        <div className="flex flex-col gap-1">
          <p className="text-sm text-muted">
            Nearest miss: {latest.identity ? <bdi className="text-text">{latest.identity.name}</bdi> : 'no identity'}, at{' '}
            {stepTitles[miss.name].toLowerCase()}
          </p>
          {miss.detail !== null && (
            <p className="text-sm break-words">
              <bdi>{miss.detail}</bdi>
            </p>
          )}
          <Compared expected={miss.expected} received={miss.received} failed />
        </div>
      )}
      <Facts entry={entry} />
      <Actions entry={entry} onTrust={onTrust} onOpen={onOpen} />
    </li>
  )
}

function Facts({ entry: { firstAt, addresses, addressCount, latest, dismissal } }: { entry: RefusedCallerEntryFragment }) {
  const path = useOrganisationPath()
  const { serviceAccount, serviceAccountId } = latest
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
      <Fact name="Wanted to become">
        {serviceAccount ? (
          <Link className="link" prefetch={false} href={path(`/access/service-accounts/${serviceAccount.id}`)}>
            {serviceAccount.name}
          </Link>
        ) : (
          <span className="text-muted">{serviceAccountId === null ? 'nobody' : 'a deleted account'}</span>
        )}
      </Fact>
      <Fact name="From">
        <bdi className="font-mono break-all">{addresses.slice(0, 3).join(', ')}</bdi>
        {addressCount > 3 && ` and ${addressCount - 3} more`}
      </Fact>
      <Fact name="First">
        <Time at={firstAt} />
      </Fact>
      {dismissal && (
        <Fact name={dismissal.forGood ? 'Dismissed for good' : 'Dismissed until it happens again'}>
          by {dismissal.by}, <Time at={dismissal.at} />
        </Fact>
      )}
    </dl>
  )
}

const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div className="flex min-w-0 gap-2">
    <dt className="shrink-0 text-muted">{name}</dt>
    <dd className="min-w-0">{children}</dd>
  </div>
)

function Actions({ entry: { caller, code, latest, trustable, dismissal }, onTrust, onOpen }: EntryProps) {
  const path = useOrganisationPath()
  const mayUpdate = useCan()('ExternalIdentities', 'update')
  const { identity } = latest
  return (
    <div className="flex flex-wrap items-center gap-2">
      {trustable && mayUpdate && (
        <Button variant="primary" onClick={onTrust}>
          <ShieldPlus size={16} aria-hidden /> Trust this principal…
        </Button>
      )}
      {code === 'claim_mismatch' && identity && mayUpdate && (
        <ButtonLink href={path(`/access/external-identities/${identity.id}/settings`)}>Edit the rules of {identity.name}</ButtonLink>
      )}
      <Button onClick={onOpen}>Look closer</Button>
      <ButtonLink variant="quiet" href={path(`/exchanges/try-out?exchange=${latest.id}`)}>
        Try it out
      </ButtonLink>
      {mayUpdate && (dismissal ? <Restore exchangeId={latest.id} /> : <Dismiss exchangeId={latest.id} caller={caller} />)}
    </div>
  )
}

function Dismiss({ exchangeId, caller }: { exchangeId: string; caller: string }) {
  const { send } = useChange(DismissRefusedCallerDocument)
  const toast = useToast()
  const dismiss = async (forGood: boolean) => {
    const { ok } = await send({ input: { exchangeId, forGood } })
    if (ok) toast.success(forGood ? 'Dismissed for good' : 'Dismissed until it is refused again', { detail: 'It stays refused.' })
  }
  return (
    <Menu
      label={`Dismiss ${caller.slice(0, 200)}`}
      trigger={
        <Button variant="quiet">
          <EyeOff size={16} aria-hidden /> Dismiss
        </Button>
      }
      items={[
        { label: 'Until it is refused again', onSelect: () => void dismiss(false) },
        { label: 'For good', onSelect: () => void dismiss(true) },
      ]}
    />
  )
}

function Restore({ exchangeId }: { exchangeId: string }) {
  const { send, busy } = useChange(RestoreRefusedCallerDocument)
  return (
    <Button variant="quiet" busy={busy} onClick={() => void send({ input: { exchangeId } })}>
      <RotateCcw size={16} aria-hidden /> Put back
    </Button>
  )
}
