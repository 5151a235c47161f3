import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from './link.tsx'

export interface Crumb {
  label: string
  href: string
}

interface PageHeaderProps {
  title: ReactNode
  /** The way here, from the outside in, without the page itself. */
  crumbs?: readonly Crumb[]
  description?: ReactNode
  /** The one primary action, and what belongs beside it. */
  actions?: ReactNode
}

export const PageHeader = ({ title, crumbs = [], description, actions }: PageHeaderProps) => (
  <header className="flex flex-col gap-2">
    {crumbs.length > 0 && (
      <nav aria-label="Breadcrumbs">
        <ol className="flex flex-wrap items-center gap-1 text-sm text-muted">
          {crumbs.map(({ label, href }) => (
            <li key={href} className="flex items-center gap-1">
              <Link href={href} className="rounded py-1 hover:text-text hover:underline">
                {label}
              </Link>
              <ChevronRight size={14} aria-hidden />
            </li>
          ))}
        </ol>
      </nav>
    )}
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="break-words">{title}</h1>
        {description && <div className="mt-1 max-w-prose text-muted">{description}</div>}
      </div>
      {actions && (
        <div data-page-actions className="flex flex-wrap items-center gap-2">
          {actions}
        </div>
      )}
    </div>
  </header>
)

/** A part of a page under its own heading. */
export const Section = ({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) => (
  <section aria-label={title} className="rounded-lg border border-line bg-raised">
    <div className="flex flex-wrap items-center justify-between gap-3 border-b border-line px-4 py-3">
      <h2 className="text-base">{title}</h2>
      {actions}
    </div>
    <div className="p-4">{children}</div>
  </section>
)
