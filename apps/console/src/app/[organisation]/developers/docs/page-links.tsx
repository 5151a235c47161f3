import { Link } from '../../../../components/link.tsx'
import type { DocumentationPage, PageGroup } from '../../../../documentation/pages.ts'
import { pagePath } from './address.ts'

const look =
  'block rounded px-2 py-1 text-muted hover:bg-hover hover:text-text aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent'

/** Every page, under the headings of the index. */
export const PageList = ({ groups, base, current }: { groups: readonly PageGroup[]; base: string; current: string }) => (
  <nav aria-label="Documentation" className="flex flex-col gap-4 text-sm">
    <Link href={base} aria-current={current === '' ? 'page' : undefined} className={look}>
      Overview
    </Link>
    {groups.map(({ title, pages }) => (
      <div key={title} className="flex flex-col gap-0.5">
        <p className="px-2 pb-1 font-medium">{title}</p>
        <ul>
          {pages.map((page) => (
            <li key={page.slug}>
              <Link href={pagePath(base, page.slug)} aria-current={current === page.slug ? 'page' : undefined} className={look}>
                {page.title}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    ))}
  </nav>
)

/** The parts of this page. */
export function Contents({ page }: { page: DocumentationPage }) {
  const parts = page.headings.filter(({ depth }) => depth === 2)
  if (parts.length < 2) return null
  return (
    <nav aria-label="On this page" className="text-sm">
      <p className="px-2 pb-1 font-medium">On this page</p>
      <ul>
        {parts.map(({ text, anchor }) => (
          <li key={anchor}>
            <a href={`#${anchor}`} className={look}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
