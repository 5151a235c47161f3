import type { ReactNode } from 'react'
import { EnvironmentGate } from './environment-gate.tsx'

interface Props {
  children: ReactNode
  params: Promise<{ environment: string }>
}

export default async function EnvironmentLayout({ children, params }: Props) {
  const { environment } = await params
  return <EnvironmentGate id={environment}>{children}</EnvironmentGate>
}
