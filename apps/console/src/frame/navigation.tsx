'use client'

import { Blocks, FlaskConical, House, KeyRound, type LucideIcon, Package, ScrollText, Settings, ShieldCheck, Terminal } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { Link } from '../components/link.tsx'
import { useOrganisationPath, useViewer } from './viewer.tsx'

interface Place {
  label: string
  path: string
  icon: LucideIcon
}

/** The places of the sidebar, in its order. */
export const places: readonly Place[] = [
  { label: 'Home', path: '', icon: House },
  { label: 'Apps', path: '/apps', icon: Package },
  { label: 'Access Control', path: '/access', icon: KeyRound },
  { label: 'Exchanges', path: '/exchanges', icon: ShieldCheck },
  { label: 'Integrations', path: '/integrations', icon: Blocks },
  { label: 'Audit Logs', path: '/logs', icon: ScrollText },
  { label: 'Developers', path: '/developers', icon: Terminal },
  { label: 'Settings', path: '/settings', icon: Settings },
]

const lab: Place = { label: 'Lab', path: '/lab', icon: FlaskConical }

const look =
  'flex min-h-9 items-center gap-3 rounded-md px-3 text-muted hover:bg-hover hover:text-text aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent'

/** The main navigation, in the sidebar and in the drawer of narrow screens. */
export function Navigation({ onGo }: { onGo?: () => void }) {
  const { server } = useViewer()
  return (
    <nav aria-label="Main" className="flex flex-1 flex-col gap-1">
      {places.map((place) => (
        <PlaceLink key={place.label} place={place} onGo={onGo} />
      ))}
      {server.labEnabled && (
        <div className="mt-auto border-t border-line pt-2">
          <PlaceLink place={lab} onGo={onGo} />
        </div>
      )}
    </nav>
  )
}

function PlaceLink({ place: { label, path, icon: Icon }, onGo }: { place: Place; onGo?: () => void }) {
  const pathname = usePathname()
  const toPath = useOrganisationPath()
  const href = toPath(path)
  const isCurrent = pathname === href || (path !== '' && pathname.startsWith(`${href}/`))
  return (
    <Link href={href} onClick={onGo} aria-current={isCurrent ? 'page' : undefined} className={look}>
      <Icon size={18} aria-hidden />
      {label}
    </Link>
  )
}
