'use client'

import type { ReactNode } from 'react'
import { usePageQuery } from '../../../../apollo/use-page-query.ts'
import { IdText } from '../../../../components/copy.tsx'
import { PageHeader, Section } from '../../../../components/page-header.tsx'
import { ErrorState } from '../../../../components/states.tsx'
import { AboutDocument } from '../operations.generated.ts'

/** What this server is and how it is set, read only: whoever runs it sets these where it is started. */
export function About() {
  const { data, problem, refetch } = usePageQuery(AboutDocument, {})
  const server = data?.server
  return (
    <>
      <PageHeader title="About" description="This server. Whoever runs it sets these where it is started." />
      {problem && <ErrorState problem={problem} onRetry={refetch} />}
      {server && (
        <>
          <Section title="Server">
            <Facts>
              <Fact name="Version">{server.version}</Fact>
              <Fact name="Public address">
                <span className="break-all">{server.publicUrl}</span>
              </Fact>
              <Fact name="Public key">
                <IdText id={server.publicKey} what="public key" />
              </Fact>
              <Fact name="Lab">{server.labEnabled ? 'On' : 'Off'}</Fact>
              <Fact name="Licence">Apache-2.0</Fact>
            </Facts>
          </Section>
          <Section title="Retention">
            <Facts>
              <Fact name="Accepted exchanges">{server.retention.acceptedDays} days</Fact>
              <Fact name="Refused exchanges">{server.retention.refusedDays} days</Fact>
              <Fact name="Audit log">{server.retention.auditDays} days</Fact>
            </Facts>
          </Section>
          <Section title="Health">
            <ul className="flex flex-col gap-1">
              <HealthLink path="/healthz" what="the process runs" />
              <HealthLink path="/readyz" what="it can serve: the database answers" />
              <HealthLink path="/.well-known/bonafide-configuration" what="where everything is, for clients" />
            </ul>
          </Section>
        </>
      )}
    </>
  )
}

const Facts = ({ children }: { children: ReactNode }) => <dl className="grid gap-x-8 gap-y-2 sm:grid-cols-[max-content_1fr]">{children}</dl>

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-muted">{name}</dt>
    <dd className="min-w-0">{children}</dd>
  </>
)

const HealthLink = ({ path, what }: { path: string; what: string }) => (
  <li>
    <a className="link rounded py-1 font-mono" href={path} target="_blank" rel="noreferrer">
      {path}
    </a>{' '}
    <span className="text-muted">{what}</span>
  </li>
)
