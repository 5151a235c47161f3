import type { ReactNode } from 'react'
import { Preload } from '../../../../../apollo/preload.tsx'
import { IdentityShell } from './identity-shell.tsx'
import { IdentityHeaderDocument } from './operations.generated.ts'

interface Props {
  children: ReactNode
  params: Promise<{ identity: string }>
}

export default async function IdentityLayout({ children, params }: Props) {
  const { identity: id } = await params
  return (
    <Preload query={IdentityHeaderDocument} variables={{ id }}>
      <IdentityShell id={id}>{children}</IdentityShell>
    </Preload>
  )
}
