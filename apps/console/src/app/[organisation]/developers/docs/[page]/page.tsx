import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { requireViewer } from '../../../../../server/for-pages.ts'
import { documentation } from '../documentation.ts'
import { Reader } from '../reader.tsx'

interface PageProps {
  params: Promise<{ organisation: string; page: string }>
}

const pageOf = (slug: string) => documentation().pages.find((page) => page.slug === slug)

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const title = pageOf((await params).page)?.title
  return { title: title === undefined ? 'Documentation' : `${title} · Documentation` }
}

export default async function DocumentationArticle({ params }: PageProps) {
  await requireViewer()
  const { organisation, page: slug } = await params
  const page = pageOf(slug)
  if (!page) notFound()
  return <Reader documentation={documentation()} page={page} organisation={organisation} />
}
