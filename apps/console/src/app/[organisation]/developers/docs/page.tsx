import type { Metadata } from 'next'
import { requireViewer } from '../../../../server/for-pages.ts'
import { documentation } from './documentation.ts'
import { Reader } from './reader.tsx'

export const metadata: Metadata = { title: 'Documentation' }

export default async function DocumentationIndex({ params }: { params: Promise<{ organisation: string }> }) {
  await requireViewer()
  const read = documentation()
  return <Reader documentation={read} page={read.index} organisation={(await params).organisation} />
}
