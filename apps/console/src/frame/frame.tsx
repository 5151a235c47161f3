'use client'

import { Menu as MenuIcon, WifiOff } from 'lucide-react'
import { type ReactNode, useState, useSyncExternalStore } from 'react'
import { Dialog } from '../components/dialog.tsx'
import { IconButton } from '../components/icon-button.tsx'
import { Link } from '../components/link.tsx'
import { Navigation } from './navigation.tsx'
import { CommandCenter } from './palette/command-center.tsx'
import { UserMenu } from './user-menu.tsx'
import { useOrganisationPath, useViewer } from './viewer.tsx'

/** What surrounds every page of an organisation: skip link, sidebar, top bar. */
export function Frame({ children }: { children: ReactNode }) {
  const { organisation } = useViewer()
  const path = useOrganisationPath()
  const [drawerOpen, setDrawerOpen] = useState(false)
  return (
    <>
      <a href="#content" className="sr-only z-50 rounded-md bg-raised px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2">
        Skip to content
      </a>
      <div className="flex min-h-dvh">
        <aside className="sticky top-0 hidden h-dvh w-56 shrink-0 flex-col gap-4 border-r border-line bg-surface p-3 lg:flex">
          <Brand href={path('')} />
          <Navigation />
        </aside>
        <div className="flex min-w-0 flex-1 flex-col">
          <header className="sticky top-0 z-30 flex h-14 items-center gap-3 border-b border-line bg-canvas px-4 lg:px-6">
            <IconButton
              label="Open navigation"
              icon={<MenuIcon size={20} aria-hidden />}
              className="lg:hidden"
              onClick={() => setDrawerOpen(true)}
            />
            <Link href={path('')} className="min-w-0 truncate rounded font-medium">
              {organisation.name}
            </Link>
            <div className="ml-auto flex items-center gap-2">
              <CommandCenter />
              <UserMenu />
            </div>
          </header>
          <OfflineBanner />
          <main id="content" tabIndex={-1} className="mx-auto flex w-full max-w-7xl flex-1 flex-col gap-6 px-4 py-6 outline-none lg:px-6">
            {children}
          </main>
        </div>
      </div>
      <Dialog open={drawerOpen} onClose={() => setDrawerOpen(false)} title="Bonafide" kind="sheet">
        <Navigation onGo={() => setDrawerOpen(false)} />
      </Dialog>
    </>
  )
}

const Brand = ({ href }: { href: string }) => (
  <Link href={href} className="flex items-center gap-2 rounded px-3 py-1 text-base font-semibold">
    <svg aria-hidden viewBox="0 0 16 16" className="size-4 text-accent">
      <path fill="currentColor" d="M8 0l8 8-8 8-8-8zM8 4L4 8l4 4 4-4z" fillRule="evenodd" />
    </svg>
    Bonafide
  </Link>
)

function subscribe(onChange: () => void): () => void {
  window.addEventListener('online', onChange)
  window.addEventListener('offline', onChange)
  return () => {
    window.removeEventListener('online', onChange)
    window.removeEventListener('offline', onChange)
  }
}

/** What is on the page may be old; nothing can be changed until the connection is back. */
function OfflineBanner() {
  const online = useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  )
  return (
    <div role="status">
      {!online && (
        <p className="flex items-center gap-2 bg-warning-soft px-6 py-2 text-warning">
          <WifiOff size={16} aria-hidden /> You are offline. What you see may be out of date.
        </p>
      )}
    </div>
  )
}
