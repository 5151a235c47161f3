import type { ReactNode } from 'react'
import { Preload } from '../../../../apollo/preload.tsx'
import { AppGate } from './app-gate.tsx'
import { AppHeadDocument } from './operations.generated.ts'

interface Props {
  children: ReactNode
  params: Promise<{ app: string }>
}

/** Every page of an app knows the app and its environments. */
export default async function AppLayout({ children, params }: Props) {
  const { app: id } = await params
  return (
    <Preload query={AppHeadDocument} variables={{ id }}>
      <AppGate id={id}>{children}</AppGate>
    </Preload>
  )
}
