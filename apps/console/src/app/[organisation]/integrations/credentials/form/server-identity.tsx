'use client'

import { TriangleAlert } from 'lucide-react'
import { Button } from '../../../../../components/button.tsx'
import { CopyButton } from '../../../../../components/copy.tsx'
import { Link } from '../../../../../components/link.tsx'
import { Skeleton } from '../../../../../components/skeleton.tsx'
import { useOrganisationPath } from '../../../../../frame/viewer.tsx'
import type { AwsServerIdentityQuery, ServerIdentitySource } from './operations.generated.ts'

const sources: Record<ServerIdentitySource, string> = {
  ENVIRONMENT: 'access keys in its environment',
  WEB_IDENTITY: 'EKS web identity',
  CONTAINER: 'the role of its container',
  INSTANCE_PROFILE: 'the EC2 instance profile, by IMDSv2',
}

interface ServerIdentityProps {
  /** Undefined while nobody knows. */
  identity: AwsServerIdentityQuery['awsServerIdentity'] | undefined
  loading: boolean
  onRetry: () => void
}

/** Who this server is in AWS: whom the role has to trust. */
export function ServerIdentity({ identity, loading, onRetry }: ServerIdentityProps) {
  const path = useOrganisationPath()
  const guide = path('/developers/docs/aws-credentials')
  if (loading) return <Skeleton className="h-14 w-full" />
  if (identity) {
    return (
      <div className="flex flex-col gap-1">
        <p>
          This server signs in to AWS with {sources[identity.source]}, in account <span className="font-mono">{identity.account}</span>, as
        </p>
        <p className="flex items-center gap-1">
          <code className="min-w-0 font-mono text-[13px] break-all">{identity.arn}</code>
          <CopyButton text={identity.arn} what="ARN of this server" />
        </p>
      </div>
    )
  }
  if (identity === undefined) {
    return (
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0">Who this server is in AWS could not be read: AWS did not answer, or not as expected.</p>
        <Button onClick={onRetry}>Try again</Button>
      </div>
    )
  }
  return (
    <div role="note" className="flex items-start gap-2 rounded-md bg-warning-soft px-3 py-2">
      <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-warning" />
      <div className="min-w-0">
        <p className="font-medium text-warning">This server has no identity of its own in AWS</p>
        <p>
          No role can trust it until it has an EC2 instance profile, EKS web identity or access keys. You can save all the same, and give it
          one later.{' '}
          <Link className="link" href={guide}>
            How to give it one
          </Link>
        </p>
      </div>
    </div>
  )
}
