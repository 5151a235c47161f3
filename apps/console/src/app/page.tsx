import { redirect } from 'next/navigation'
import { slugOf } from '../frame/organisation-path.ts'
import { currentViewer } from '../server/for-pages.ts'

export default async function StartPage() {
  const viewer = await currentViewer()
  redirect(viewer ? `/${slugOf(viewer.organisation)}` : '/login')
}
