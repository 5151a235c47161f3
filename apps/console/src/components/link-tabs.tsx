'use client'

import { usePathname } from 'next/navigation'
import { Link } from './link.tsx'

export interface LinkTab {
  label: string
  href: string
  count?: number | null
  /** The tab stands for this page alone, not for those below it. */
  exact?: boolean
}

/** Tabs that are pages: each has its own address. */
export function LinkTabs({ label, tabs }: { label: string; tabs: readonly LinkTab[] }) {
  const pathname = usePathname()
  const isCurrent = ({ href, exact }: LinkTab) => pathname === href || (!exact && pathname.startsWith(`${href}/`))
  return (
    <nav aria-label={label} className="-mb-px overflow-x-auto border-b border-line">
      <ul className="flex gap-1">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              aria-current={isCurrent(tab) ? 'page' : undefined}
              className="inline-flex min-h-10 items-center gap-1.5 border-b-2 border-transparent px-3 whitespace-nowrap text-muted hover:text-text focus-visible:-outline-offset-2 aria-[current=page]:border-accent aria-[current=page]:text-text"
            >
              {tab.label}
              {typeof tab.count === 'number' && <span className="text-xs text-muted">{tab.count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
