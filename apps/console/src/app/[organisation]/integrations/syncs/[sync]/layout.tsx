import type { ReactNode } from 'react'
import { Preload } from '../../../../../apollo/preload.tsx'
import { SyncPageDocument } from './operations.generated.ts'
import { SyncShell } from './sync-shell.tsx'

interface Props {
  children: ReactNode
  params: Promise<{ sync: string }>
}

export default async function SyncLayout({ children, params }: Props) {
  const { sync: id } = await params
  return (
    <Preload query={SyncPageDocument} variables={{ id }}>
      <SyncShell id={id}>{children}</SyncShell>
    </Preload>
  )
}
