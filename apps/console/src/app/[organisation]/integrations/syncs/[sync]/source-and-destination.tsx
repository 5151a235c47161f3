'use client'

import type { ReactNode } from 'react'
import { Link } from '../../../../../components/link.tsx'
import { Time } from '../../../../../components/time.tsx'
import { useOrganisationPath } from '../../../../../frame/viewer.tsx'
import type { DriftRule } from '../plan/operations.generated.ts'
import { useSync } from './sync-context.tsx'

const driftWords: Record<DriftRule, string> = {
  STOP: 'Stop until somebody decides',
  ADOPT: 'Adopt the edit',
  OVERWRITE: 'Overwrite the edit',
}

/** What is synced to where, and how. */
export function SourceAndDestination() {
  const sync = useSync()
  const path = useOrganisationPath()
  const { app, environment, awsSecretsManager: aws } = sync
  const source = app && environment ? path(`/apps/${app.id}/environments/${environment.id}`) : undefined
  return (
    <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-[max-content_1fr]">
      <Fact label="Source">
        {source ? (
          <Link href={source} className="link">
            {app?.name} » {environment?.name}
          </Link>
        ) : (
          'An environment that you do not hold'
        )}{' '}
        <code className="font-mono text-[13px]">{sync.path}</code>
      </Fact>
      <Fact label="AWS Secret">
        <code className="font-mono text-[13px]">{sync.summary}</code>
      </Fact>
      <Fact label="Account and region">
        {sync.account} · {sync.region}
      </Fact>
      <Fact label="KMS key">{aws?.kmsKeyArn ? <code className="font-mono text-[13px]">{aws.kmsKeyArn}</code> : 'aws/secretsmanager'}</Fact>
      <Fact label="Tags">
        {aws && aws.tags.length > 0 ? aws.tags.map(({ key, value }) => `${key} = ${value}`).join(', ') : 'None of your own'}
      </Fact>
      <Fact label="Key prefix">{sync.keyPrefix === '' ? 'None' : <code className="font-mono text-[13px]">{sync.keyPrefix}</code>}</Fact>
      <Fact label="Deleted keys">{sync.neverDeletes ? 'Are never deleted at the destination' : 'Are deleted at the destination, too'}</Fact>
      <Fact label="Edits in AWS">{driftWords[sync.onDrift]}</Fact>
      {sync.referencedEnvironments.length > 0 && (
        <Fact label="Values refer to">{sync.referencedEnvironments.map(({ name }) => name).join(', ')}</Fact>
      )}
      <Fact label="Created">
        <Time at={sync.createdAt} />
      </Fact>
    </dl>
  )
}

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex min-w-0 flex-col sm:contents">
    <dt className="text-muted">{label}</dt>
    <dd className="min-w-0 break-words [&_code]:break-all">{children}</dd>
  </div>
)
