import type { Metadata } from 'next'
import { createLoader, type SearchParams } from 'nuqs/server'
import { requireViewer } from '../../../../../server/for-pages.ts'
import { AppHome } from './app-home.tsx'
import { matrixParsers } from './matrix-state.ts'

export const metadata: Metadata = { title: 'App' }

const load = createLoader(matrixParsers)

export default async function AppHomePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await Promise.all([requireViewer(), load(searchParams)])
  return <AppHome />
}
