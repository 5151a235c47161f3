'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

interface LeaveGuardProps {
  when: boolean
  /** Addresses that begin so keep the changes, as folders of one environment do; without it this page alone does. */
  within?: string
}

/** Asks before somebody leaves a page with changes that are not saved: by a link, the back button, or closing the tab. */
export function LeaveGuard({ when, within }: LeaveGuardProps) {
  const router = useRouter()
  const [wanted, setWanted] = useState<string | null>(null)
  useEffect(() => (when ? watch(setWanted, within) : undefined), [when, within])
  return (
    <Dialog
      open={when && wanted !== null}
      onClose={() => setWanted(null)}
      title="Leave without saving?"
      footer={
        <>
          <Button onClick={() => setWanted(null)}>Stay here</Button>
          <Button variant="danger" onClick={() => wanted && router.push(wanted)}>
            Leave
          </Button>
        </>
      }
    >
      <p>What you changed on this page is not saved, and will be gone.</p>
    </Dialog>
  )
}

const isBelow = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`)

function watch(onLeave: (path: string) => void, within: string | undefined): () => void {
  const stopHere = (event: Event, url: URL) => {
    if (url.origin !== window.location.origin || url.pathname === window.location.pathname) return
    if (within !== undefined && isBelow(url.pathname, within)) return
    event.preventDefault()
    onLeave(url.pathname + url.search)
  }
  const onUnload = (event: BeforeUnloadEvent) => event.preventDefault()
  const onClick = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    const opensElsewhere = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
    if (link && !opensElsewhere && link.target !== '_blank') stopHere(event, new URL(link.href))
  }
  const onNavigate = (event: NavigateEvent) => {
    if (event.navigationType === 'traverse' && event.cancelable) stopHere(event, new URL(event.destination.url))
  }
  // Browsers without the Navigation API let the back button through.
  const navigation = 'navigation' in window ? window.navigation : undefined
  window.addEventListener('beforeunload', onUnload)
  window.addEventListener('click', onClick, { capture: true })
  navigation?.addEventListener('navigate', onNavigate)
  return () => {
    window.removeEventListener('beforeunload', onUnload)
    window.removeEventListener('click', onClick, { capture: true })
    navigation?.removeEventListener('navigate', onNavigate)
  }
}
