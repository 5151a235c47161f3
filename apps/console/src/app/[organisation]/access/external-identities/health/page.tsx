import type { Metadata } from 'next'
import { createLoader, type SearchParams } from 'nuqs/server'
import { Preload } from '../../../../../apollo/preload.tsx'
import { HealthBoard } from './health-board.tsx'
import { healthParsers, healthVariables } from './health-state.ts'
import { IssuerHealthBoardDocument } from './operations.generated.ts'

export const metadata: Metadata = { title: 'Health of issuers' }

const load = createLoader(healthParsers)

export default async function IssuerHealthPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return (
    <Preload query={IssuerHealthBoardDocument} variables={healthVariables(await load(searchParams))}>
      <HealthBoard />
    </Preload>
  )
}
