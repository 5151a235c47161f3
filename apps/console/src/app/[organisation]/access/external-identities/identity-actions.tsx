'use client'

import { CirclePause, CirclePlay, Copy, Eye, Pencil, Trash2 } from 'lucide-react'
import { Menu, type MenuItem } from '../../../../components/menu.tsx'
import { useToast } from '../../../../components/toast.tsx'
import { useCan, useOrganisationPath } from '../../../../frame/viewer.tsx'
import type { IdentityRowFragment } from './operations.generated.ts'
import { useSwitchIdentity } from './use-switch-identity.ts'

/** What can be done with an identity of the list, as far as whoever looks may. */
export function IdentityActions({ identity, onDelete }: { identity: IdentityRowFragment; onDelete: () => void }) {
  const can = useCan()
  const path = useOrganisationPath()
  const toast = useToast()
  const turn = useSwitchIdentity()
  const page = path(`/access/external-identities/${identity.id}`)
  const copy = async () => {
    await navigator.clipboard.writeText(identity.id)
    toast.success('The id was copied', { detail: identity.id })
  }
  const changing: MenuItem[] = can('ExternalIdentities', 'update')
    ? [
        { label: 'Edit', icon: <Pencil size={16} aria-hidden />, href: `${page}/settings` },
        identity.enabled
          ? { label: 'Disable', icon: <CirclePause size={16} aria-hidden />, onSelect: () => void turn(identity, false) }
          : { label: 'Enable', icon: <CirclePlay size={16} aria-hidden />, onSelect: () => void turn(identity, true) },
      ]
    : []
  const deleting: MenuItem[] = can('ExternalIdentities', 'delete')
    ? [{ label: 'Delete', icon: <Trash2 size={16} aria-hidden />, danger: true, onSelect: onDelete }]
    : []
  return (
    <Menu
      label={`Actions for ${identity.name}`}
      items={[
        { label: 'View', icon: <Eye size={16} aria-hidden />, href: page },
        ...changing,
        { label: 'Copy id', icon: <Copy size={16} aria-hidden />, onSelect: () => void copy() },
        ...deleting,
      ]}
    />
  )
}
