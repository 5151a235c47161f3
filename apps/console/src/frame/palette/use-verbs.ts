'use client'

import { useToast } from '../../components/toast.tsx'
import { setAppearance, type Theme, themes } from '../appearance.ts'
import { signOut } from '../sign-out.ts'
import { useCan, useViewer } from '../viewer.tsx'
import type { Command } from './commands.ts'

/** What can be done from everywhere, as far as the person may. */
export function useVerbs({ onSheet }: { onSheet: () => void }): readonly Command[] {
  const { organisation, server } = useViewer()
  const can = useCan()
  const toast = useToast()
  const copyId = async () => {
    await navigator.clipboard.writeText(organisation.id)
    toast.success('The organisation id is on the clipboard')
  }
  const creations = [
    can('ExternalIdentities', 'create') && [
      'Create external identity',
      '/access/external-identities?dialog=add',
      'new trust aws azure oidc github gitlab kubernetes',
    ],
    can('ServiceAccounts', 'create') && ['Create service account', '/access/service-accounts?dialog=create', 'new machine'],
    can('Apps', 'create') && ['Create app', '/apps?dialog=create', 'new'],
    can('IntegrationCredentials', 'create') && [
      'Add credentials',
      '/integrations/credentials?dialog=add',
      'new third-party cloud aws role keys',
    ],
    can('Members', 'create') && ['Invite member', '/access/members?dialog=invite', 'new people user'],
    server.labEnabled && ['Try it in the Lab', '/lab', 'simulated demo personas'],
  ]
  return [
    ...creations
      .filter((creation) => creation !== false)
      .map(([label = '', path = '', words = '']): Command => ({ id: `verb:${label}`, label, path, words })),
    ...themes.map(
      (theme): Command => ({
        id: `verb:theme ${theme}`,
        label: titles[theme],
        words: 'switch appearance',
        run: () => setAppearance('theme', theme),
      }),
    ),
    { id: 'verb:copy id', label: 'Copy organisation id', run: () => void copyId() },
    { id: 'verb:shortcuts', label: 'Keyboard shortcuts', words: 'help keys', run: onSheet },
    { id: 'verb:sign out', label: 'Sign out', words: 'log out leave', run: () => void signOut(toast) },
  ]
}

const titles: Record<Theme, string> = { system: 'Theme: system', light: 'Theme: light', dark: 'Theme: dark' }
