'use client'

import { Copy, Eye, Pencil, PlugZap, Trash2 } from 'lucide-react'
import { Menu, type MenuItem } from '../../../../components/menu.tsx'
import { useToast } from '../../../../components/toast.tsx'
import { useCan, useOrganisationPath } from '../../../../frame/viewer.tsx'
import { useCheck } from './form/use-check.ts'

interface CredentialActionsProps {
  credential: { id: string; name: string }
  onDelete: () => void
}

/** What can be done with a credential of the list, as far as whoever looks may. */
export function CredentialActions({ credential: { id, name }, onDelete }: CredentialActionsProps) {
  const can = useCan()
  const path = useOrganisationPath()
  const toast = useToast()
  const page = path(`/integrations/credentials/${id}`)
  const { run } = useCheck({ stored: true })
  const test = async () => {
    const { payload } = await run({ id })
    if (!payload?.check) return
    const { passed, principal, steps } = payload.check
    if (passed) return toast.success(`${name} works`, { detail: principal ?? undefined })
    toast.failure(`${name} does not work`, steps.find((step) => step.failure)?.failure?.message)
  }
  const copy = async () => {
    await navigator.clipboard.writeText(id)
    toast.success('The id was copied', { detail: id })
  }
  const changing: MenuItem[] = can('IntegrationCredentials', 'update')
    ? [
        { label: 'Test connection', icon: <PlugZap size={16} aria-hidden />, onSelect: () => void test() },
        { label: 'Edit', icon: <Pencil size={16} aria-hidden />, href: `${page}?dialog=edit` },
      ]
    : []
  const deleting: MenuItem[] = can('IntegrationCredentials', 'delete')
    ? [{ label: 'Delete', icon: <Trash2 size={16} aria-hidden />, danger: true, onSelect: onDelete }]
    : []
  return (
    <Menu
      label={`Actions for ${name}`}
      items={[
        { label: 'View', icon: <Eye size={16} aria-hidden />, href: page },
        ...changing,
        { label: 'Copy id', icon: <Copy size={16} aria-hidden />, onSelect: () => void copy() },
        ...deleting,
      ]}
    />
  )
}
