import { Cloud } from 'lucide-react'
import { platformShapes } from './platform-shapes.tsx'

interface ProviderIconProps {
  /** As the provider's form names it. */
  name: string
  size?: number
}

export function ProviderIcon({ name, size = 18 }: ProviderIconProps) {
  const shape = Object.hasOwn(platformShapes, name) ? platformShapes[name] : undefined
  if (!shape) return <Cloud size={size} aria-hidden className="shrink-0 text-muted" />
  return (
    <svg
      aria-hidden
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinejoin="round"
      strokeLinecap="round"
      className="shrink-0 text-muted"
    >
      {shape}
    </svg>
  )
}
