'use client'

import { Badge } from '../../../../components/badge.tsx'
import { Button } from '../../../../components/button.tsx'
import { Link } from '../../../../components/link.tsx'
import { Time } from '../../../../components/time.tsx'
import { useCan, useOrganisationPath } from '../../../../frame/viewer.tsx'
import type { LabSecretCardFragment } from './operations.generated.ts'
import { useValues } from './use-values.ts'

interface SecretCardProps {
  secret: LabSecretCardFragment
  onEdit: () => void
}

/** One secret of the simulated account: its values are hidden until somebody asks. */
export function SecretCard({ secret, onEdit }: SecretCardProps) {
  const { name, region, versions, changedAt, deletedAt, keys, open, sync } = secret
  const { values, busy, show, hide } = useValues(secret)
  const path = useOrganisationPath()
  const can = useCan()
  const mayEdit = open && !deletedAt && keys.length > 0 && can('IntegrationCredentials', 'update')
  return (
    <section aria-label={name} className="flex flex-col gap-3 rounded-lg border border-line bg-surface px-4 py-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="font-mono text-sm font-semibold break-all">{name}</h2>
          <p className="mt-1 text-sm text-muted">
            {region} · {versions === 1 ? 'one version' : `${versions} versions`} · written <Time at={changedAt} />
            {sync && (
              <>
                {' · '}
                <Link href={path(`/integrations/syncs/${sync.id}`)} className="underline">
                  its sync
                </Link>
              </>
            )}
          </p>
          {deletedAt && <Badge tone="warning">waits for its deletion</Badge>}
        </div>
        {open && (
          <div className="flex flex-wrap gap-2">
            <Button busy={busy} busyLabel="Revealing …" onClick={() => (values ? hide() : void show())}>
              {values ? 'Hide values' : 'Reveal values'}
            </Button>
            {mayEdit && <Button onClick={onEdit}>Edit behind the product’s back</Button>}
          </div>
        )}
      </div>
      {keys.length === 0 ? (
        <p className="text-sm text-muted">Its value is no set of keys.</p>
      ) : (
        <dl className="grid grid-cols-[minmax(0,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 font-mono text-[13px]">
          {keys.map((key) => (
            <div key={key} className="contents">
              <dt className="break-all">{key}</dt>
              <dd className="break-all text-muted">{values?.get(key) ?? <Hidden />}</dd>
            </div>
          ))}
        </dl>
      )}
      {!open && <p className="text-sm text-muted">To look inside takes access to the environment that it is written from.</p>}
    </section>
  )
}

const Hidden = () => (
  <>
    <span aria-hidden>••••••••</span>
    <span className="sr-only">hidden</span>
  </>
)
