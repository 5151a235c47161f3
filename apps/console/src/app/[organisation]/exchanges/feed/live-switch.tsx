import { CircleDot, CirclePause, LoaderCircle } from 'lucide-react'
import { Button } from '../../../../components/button.tsx'
import type { StreamState } from './use-exchange-stream.ts'

const words: Record<StreamState, string> = {
  off: 'Paused',
  connecting: 'Connecting …',
  live: 'Live',
  signed_out: 'Signed out',
  forbidden: 'No permission',
}

const icons = { live: CircleDot, connecting: LoaderCircle, off: CirclePause, signed_out: CirclePause, forbidden: CirclePause }
const colours: Partial<Record<StreamState, string>> = { live: 'text-success', connecting: 'text-warning' }

/** Whether the feed follows what happens, and whether it really does at the moment. `l` switches too. */
export function LiveSwitch({ state, enabled, onToggle }: { state: StreamState; enabled: boolean; onToggle: () => void }) {
  const Icon = icons[state]
  return (
    <>
      <Button aria-pressed={enabled} aria-keyshortcuts="l" title="Follow what happens (l)" onClick={onToggle}>
        <Icon size={16} aria-hidden className={colours[state]} />
        {words[state]}
      </Button>
      <span role="status" className="sr-only">
        {words[state]}
      </span>
    </>
  )
}
