'use client'

import { ArrowDown, ArrowUp, Pencil, Trash2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useChange } from '../../../../../apollo/use-change.ts'
import { useClock } from '../../../../../components/clock.tsx'
import { IconButton } from '../../../../../components/icon-button.tsx'
import { Link } from '../../../../../components/link.tsx'
import { Menu } from '../../../../../components/menu.tsx'
import { Time } from '../../../../../components/time.tsx'
import { useDialog } from '../../../../../components/url-state.ts'
import { useCanInApps } from '../../../../../frame/viewer.tsx'
import { useApp } from '../app-gate.tsx'
import { ReorderEnvironmentsDocument } from './operations.generated.ts'

const DeleteEnvironmentDialog = dynamic(() => import('./delete-environment-dialog.tsx').then((file) => file.DeleteEnvironmentDialog), {
  ssr: false,
})
const EnvironmentNameDialog = dynamic(() => import('./environment-name-dialog.tsx').then((file) => file.EnvironmentNameDialog), {
  ssr: false,
})

export function EnvironmentCards() {
  const { id: appId, environments, path } = useApp()
  const { locale } = useClock()
  const canInApps = useCanInApps()
  const renaming = useDialog('rename-environment')
  const deletion = useDialog('delete-environment')
  const { send, busy } = useChange(ReorderEnvironmentsDocument)
  const mayUpdate = canInApps('Environments', 'update')
  const mayDelete = canInApps('Environments', 'delete')
  const move = (index: number, by: -1 | 1) => {
    const ids = environments.map(({ id }) => id)
    const [moved] = ids.splice(index, 1)
    if (moved === undefined) return
    ids.splice(index + by, 0, moved)
    void send({ input: { appId, environmentIds: ids } })
  }
  const byId = (id: string | null) => environments.find((environment) => environment.id === id)
  if (environments.length === 0)
    return <p className="text-muted">There is no environment that you hold. Create one to keep secrets in it.</p>
  return (
    <>
      <ol className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
        {environments.map(({ id, name, secretCount, updatedAt }, index) => (
          <li key={id} className="relative flex min-w-0 flex-col gap-2 rounded-lg border border-line p-3 hover:border-control">
            <div className="flex items-start justify-between gap-2">
              <Link href={path(`/environments/${id}`)} className="min-w-0 rounded font-medium break-words after:absolute after:inset-0">
                {name}
              </Link>
              <div className="relative z-10 flex shrink-0">
                {mayUpdate && index > 0 && (
                  <IconButton
                    label={`Move ${name} up`}
                    icon={<ArrowUp size={16} aria-hidden />}
                    disabled={busy}
                    onClick={() => move(index, -1)}
                  />
                )}
                {mayUpdate && index < environments.length - 1 && (
                  <IconButton
                    label={`Move ${name} down`}
                    icon={<ArrowDown size={16} aria-hidden />}
                    disabled={busy}
                    onClick={() => move(index, 1)}
                  />
                )}
                {(mayUpdate || mayDelete) && (
                  <Menu
                    label={`Actions for ${name}`}
                    items={[
                      ...(mayUpdate
                        ? [{ label: 'Rename', icon: <Pencil size={16} aria-hidden />, onSelect: () => renaming.show(id) }]
                        : []),
                      ...(mayDelete
                        ? [{ label: 'Delete', icon: <Trash2 size={16} aria-hidden />, danger: true, onSelect: () => deletion.show(id) }]
                        : []),
                    ]}
                  />
                )}
              </div>
            </div>
            <p className="text-sm text-muted">
              {secretCount === null
                ? 'Secrets not visible'
                : `${secretCount.toLocaleString(locale)} ${secretCount === 1 ? 'secret' : 'secrets'}`}
            </p>
            <p className="relative z-10 w-fit text-sm text-muted">
              Changed <Time at={updatedAt} />
            </p>
          </li>
        ))}
      </ol>
      <EnvironmentNameDialog open={renaming.open} onClose={renaming.close} environment={byId(renaming.id)} />
      <DeleteEnvironmentDialog environment={byId(deletion.id)} onClose={deletion.close} />
    </>
  )
}
