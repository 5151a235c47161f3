import { redirect } from 'next/navigation'
import { requireViewer } from '../../../server/for-pages.ts'

/** Access Control opens where most of the work is. */
export default async function AccessPage({ params }: { params: Promise<{ organisation: string }> }) {
  await requireViewer()
  const { organisation } = await params
  redirect(`/${organisation}/access/service-accounts`)
}
