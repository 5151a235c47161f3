'use client'

import { ArrowRight, BookOpen } from 'lucide-react'
import { Link } from '../../../../components/link.tsx'
import { useCan, useOrganisationPath } from '../../../../frame/viewer.tsx'
import { CloudCards } from './cloud-cards.tsx'
import { kindSlugOf } from './kinds.ts'
import type { CredentialsQuery } from './operations.generated.ts'

/** There is no credential yet: what one is for, the ways to choose from, and the first step. */
export function FirstCredential({ kinds }: { kinds: CredentialsQuery['credentialKinds'] }) {
  const can = useCan()
  const path = useOrganisationPath()
  const mayCreate = can('IntegrationCredentials', 'create')
  return (
    <div className="flex flex-col gap-8">
      <section aria-label="What credentials are for" className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-5">
        <p className="max-w-prose">
          A sync writes the secrets of an environment to a secret in your cloud, and keeps both equal. For that this server has to sign in
          there. Give it as little as possible: a role that nobody else can use is better than a key that can be copied.
        </p>
        <ol className="grid gap-4 md:grid-cols-3">
          {kinds.map(({ id, name, description }) => (
            <li key={id} className="flex flex-col gap-1 rounded-md border border-line bg-canvas p-3">
              <span className="font-medium">{name}</span>
              <span className="flex-1 text-sm text-muted">{description}</span>
              {mayCreate && (
                <Link
                  className="link inline-flex min-h-6 items-center gap-1 text-sm"
                  href={path(`/integrations/credentials/new?kind=${kindSlugOf[id]}`)}
                >
                  Set up {name} <ArrowRight size={14} aria-hidden />
                </Link>
              )}
            </li>
          ))}
        </ol>
        <p className="text-sm">
          <Link className="link inline-flex min-h-6 items-center gap-1.5" href={path('/developers/docs/aws-credentials')}>
            <BookOpen size={14} aria-hidden /> Guide: credentials for AWS
          </Link>
        </p>
      </section>
      {mayCreate ? (
        <section aria-label="Add credentials" className="flex max-w-xl flex-col gap-4">
          <h2>Add credentials</h2>
          <CloudCards kinds={kinds} />
        </section>
      ) : (
        <p className="text-muted">
          To add credentials takes the permission <code className="font-mono">IntegrationCredentials: create</code>, which an Owner or Admin
          can give you.
        </p>
      )}
    </div>
  )
}
