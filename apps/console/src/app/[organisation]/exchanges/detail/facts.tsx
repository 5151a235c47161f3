'use client'

import type { ReactNode } from 'react'
import { IdText } from '../../../../components/copy.tsx'
import { Link } from '../../../../components/link.tsx'
import { Time } from '../../../../components/time.tsx'
import { useOrganisationPath } from '../../../../frame/viewer.tsx'
import { lifetime } from '../feed/lifetime.ts'
import type { ExchangeWholeFragment } from './operations.generated.ts'

const providerNames = { AWS_IAM: 'AWS IAM', AZURE_ENTRA: 'Azure', OIDC: 'OIDC' }

/** Who came, from where, to whom, and what it got. */
export function Facts({ exchange }: { exchange: ExchangeWholeFragment }) {
  const path = useOrganisationPath()
  const { serviceAccount, serviceAccountId, identity, identityId, identityVersion, tokenId, ttlSeconds } = exchange
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2">
      <Fact title="Principal">
        {exchange.principal === null ? (
          <span className="text-muted">Nobody: the platform did not vouch for the caller.</span>
        ) : (
          <bdi className="font-mono text-[13px] break-all">{exchange.principal}</bdi>
        )}
      </Fact>
      <Fact title="Provider">{providerNames[exchange.provider]}</Fact>
      <Fact title="Service account">
        <Named id={serviceAccountId} name={serviceAccount?.name} href={path(`/access/service-accounts/${serviceAccountId}`)} />
      </Fact>
      <Fact title="Identity">
        <Named id={identityId} name={identity?.name} href={path(`/access/external-identities/${identityId}`)} />
        {identityVersion !== null && <span className="text-sm text-muted"> version {identityVersion}</span>}
      </Fact>
      {tokenId !== null && (
        <Fact title="Token">
          <span className="flex flex-wrap items-center gap-x-3">
            <IdText id={tokenId} what="token id" />
            <span className="text-sm text-muted">lived for {lifetime(ttlSeconds)}</span>
            <Link className="link text-sm" prefetch={false} href={path(`/access/service-accounts/${serviceAccountId}/tokens`)}>
              Tokens of the account
            </Link>
          </span>
        </Fact>
      )}
      <Fact title="Time">
        <Time at={exchange.at} show="full" />, <Time at={exchange.at} />
      </Fact>
      <Fact title="Took">{Math.round(exchange.durationMs)} ms</Fact>
      <Fact title="Address">
        <bdi className="font-mono break-all">{exchange.ip}</bdi>
      </Fact>
      <Fact title="User agent">
        <bdi className="break-all">{exchange.userAgent || 'none'}</bdi>
      </Fact>
      <Fact title="Request">
        <IdText id={exchange.requestId} what="request id" />
      </Fact>
      <Fact title="Exchange">
        <IdText id={exchange.id} what="exchange id" />
      </Fact>
    </dl>
  )
}

const Fact = ({ title, children }: { title: string; children: ReactNode }) => (
  <>
    <dt className="text-muted">{title}</dt>
    <dd className="min-w-0">{children}</dd>
  </>
)

function Named({ id, name, href }: { id: string | null; name: string | undefined; href: string }) {
  if (id === null) return <span className="text-muted">None</span>
  if (name === undefined) return <span className="text-muted">Deleted, or not for you to see</span>
  return (
    <Link className="link break-words" prefetch={false} href={href}>
      {name}
    </Link>
  )
}
