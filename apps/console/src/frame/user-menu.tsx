'use client'

import { LogOut, Monitor, Moon, Rows3, Rows4, Sun } from 'lucide-react'
import { Menu } from '../components/menu.tsx'
import { useToast } from '../components/toast.tsx'
import { setAppearance } from './appearance.ts'
import { signOut } from './sign-out.ts'
import { useViewer } from './viewer.tsx'

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .join('')
    .slice(0, 2)
    .toUpperCase()

/** Who is signed in, how pages look, and the way out. */
export function UserMenu() {
  const { name, email, roleName } = useViewer()
  const toast = useToast()
  return (
    <Menu
      label={`Account of ${name}`}
      trigger={
        <button
          type="button"
          className="inline-flex size-9 items-center justify-center rounded-full bg-accent-soft text-sm font-medium text-accent"
        >
          {initials(name)}
        </button>
      }
      heading={
        <>
          <p className="font-medium break-words">{name}</p>
          <p className="break-all text-muted">{email}</p>
          <p className="text-muted">{roleName}</p>
        </>
      }
      items={[
        { label: 'Theme: system', icon: <Monitor size={16} aria-hidden />, onSelect: () => setAppearance('theme', 'system') },
        { label: 'Theme: light', icon: <Sun size={16} aria-hidden />, onSelect: () => setAppearance('theme', 'light') },
        { label: 'Theme: dark', icon: <Moon size={16} aria-hidden />, onSelect: () => setAppearance('theme', 'dark') },
        { label: 'Rows: comfortable', icon: <Rows3 size={16} aria-hidden />, onSelect: () => setAppearance('density', 'comfortable') },
        { label: 'Rows: compact', icon: <Rows4 size={16} aria-hidden />, onSelect: () => setAppearance('density', 'compact') },
        { label: 'Sign out', icon: <LogOut size={16} aria-hidden />, onSelect: () => void signOut(toast) },
      ]}
    />
  )
}
