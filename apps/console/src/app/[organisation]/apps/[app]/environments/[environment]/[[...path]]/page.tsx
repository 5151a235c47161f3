import type { Metadata } from 'next'
import { requireViewer } from '../../../../../../../server/for-pages.ts'
import { folderOf } from '../../../folder-address.ts'
import { EditorPage } from '../editor-page.tsx'

export const metadata: Metadata = { title: 'Secrets' }

export default async function SecretsPage({ params }: { params: Promise<{ path?: string[] }> }) {
  await requireViewer()
  const { path } = await params
  return <EditorPage folder={folderOf(path)} />
}
