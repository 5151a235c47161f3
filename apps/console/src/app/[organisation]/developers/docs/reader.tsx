import { Link } from '../../../../components/link.tsx'
import type { Documentation, DocumentationPage } from '../../../../documentation/pages.ts'
import { documentationPath, pagePath } from './address.ts'
import { Markdown } from './markdown.tsx'
import { Neighbours } from './neighbours.tsx'
import { Contents, PageList } from './page-links.tsx'

interface ReaderProps {
  documentation: Documentation
  page: DocumentationPage
  organisation: string
}

/** A page of the documentation with the ways to all the others. */
export function Reader({ documentation: { index, groups, pages }, page, organisation }: ReaderProps) {
  const base = documentationPath(organisation)
  const order = [index, ...pages]
  const place = order.indexOf(page)
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[13rem_minmax(0,1fr)] xl:grid-cols-[13rem_minmax(0,1fr)_12rem]">
      <details className="rounded-lg border border-line p-3 lg:hidden">
        <summary className="min-h-6 font-medium">All pages</summary>
        <div className="pt-3">
          <PageList groups={groups} base={base} current={page.slug} />
        </div>
      </details>
      <div className="sticky top-20 hidden max-h-[calc(100dvh-6rem)] overflow-y-auto lg:block">
        <PageList groups={groups} base={base} current={page.slug} />
      </div>
      <article className="flex min-w-0 max-w-3xl flex-col gap-4 leading-relaxed">
        <Markdown page={page} base={base} />
        {page === index && <Unnamed groups={groups} index={index} base={base} />}
        <Neighbours before={named(order[place - 1])} after={named(order[place + 1])} base={base} />
      </article>
      <div className="sticky top-20 hidden max-h-[calc(100dvh-6rem)] overflow-y-auto xl:block">
        <Contents page={page} />
      </div>
    </div>
  )
}

// A client component is sent what it is given: the name of a page, not all that is written on it.
const named = (page: DocumentationPage | undefined) => page && { slug: page.slug, title: page.title }

/** The pages that the index itself does not name. */
function Unnamed({ groups, index, base }: { groups: Documentation['groups']; index: DocumentationPage; base: string }) {
  const onIndex = new Set(index.headings.map(({ text }) => text))
  return groups
    .filter(({ title }) => !onIndex.has(title))
    .map(({ title, pages }) => (
      <section key={title} aria-label={title} className="flex flex-col gap-4">
        <h3 className="mt-4 text-lg">{title}</h3>
        <ul className="flex list-disc flex-col gap-1.5 pl-6">
          {pages.map((page) => (
            <li key={page.slug}>
              <Link href={pagePath(base, page.slug)} className="link">
                {page.title}
              </Link>
            </li>
          ))}
        </ul>
      </section>
    ))
}
