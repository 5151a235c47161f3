import type { Metadata } from 'next'
import { requireViewer } from '../../../../server/for-pages.ts'
import { ExplorerLoader } from './explorer-loader.tsx'

export const metadata: Metadata = { title: 'GraphQL · Developers' }

export default async function GraphqlPage() {
  await requireViewer()
  return <ExplorerLoader />
}
