import { Cloud } from 'lucide-react'
import type { ReactNode } from 'react'

interface ProviderIconProps {
  /** As the provider's form names it. */
  name: string
  size?: number
}

/** Shapes of our own that recall the platform; always beside its name, so nobody needs to see them. */
const shapes: Record<string, ReactNode> = {
  aws: (
    <>
      <path d="M12 2.5 20 7v8l-8 4.5L4 15V7z" />
      <path d="M4 7l8 4.5L20 7M12 11.5v8" />
      <path d="M6 21.5c4 1.3 8 1.3 12 0" />
    </>
  ),
  azure: (
    <>
      <path d="M13.5 3.5 7 8.8 2.5 18.5h5z" />
      <path d="M12 8 9.8 14l4.2 3-6.5 1.5h14z" />
    </>
  ),
  oidc: (
    <>
      <circle cx="8" cy="15" r="5" />
      <path d="M11.5 11.5 19.5 3.5M16 7l3 3M13.5 9.5l1.5 1.5" />
      <path d="M8 13.5v3" />
    </>
  ),
}

export function ProviderIcon({ name, size = 18 }: ProviderIconProps) {
  const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined
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
