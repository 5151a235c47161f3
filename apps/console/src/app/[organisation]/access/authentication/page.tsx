import type { Metadata } from 'next'
import { createLoader, type SearchParams } from 'nuqs/server'
import { Preload } from '../../../../apollo/preload.tsx'
import { Authentication } from './authentication.tsx'
import { authenticationParsers, authenticationVariables } from './list-state.ts'
import { AuthenticationDocument } from './operations.generated.ts'

export const metadata: Metadata = { title: 'Authentication' }

const load = createLoader(authenticationParsers)

export default async function AuthenticationPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return (
    <Preload query={AuthenticationDocument} variables={authenticationVariables(await load(searchParams))}>
      <Authentication />
    </Preload>
  )
}
