'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useToast } from '../../../../../../components/toast.tsx'
import { readFile } from './read-file.ts'

/** Takes a .env file that is dropped anywhere on the page. There is a button for those who do not drag. */
export function DropArea({ onText, children }: { onText: (text: string) => void; children: ReactNode }) {
  const [over, setOver] = useState(false)
  const toast = useToast()
  const told = useRef(onText)
  told.current = onText
  useEffect(() => {
    const hasFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const onOver = (event: DragEvent) => {
      if (!hasFile(event)) return
      event.preventDefault()
      setOver(true)
    }
    const onLeave = (event: DragEvent) => event.relatedTarget === null && setOver(false)
    const onDrop = async (event: DragEvent) => {
      const file = event.dataTransfer?.files[0]
      setOver(false)
      if (!file) return
      event.preventDefault()
      const read = await readFile(file)
      if (read.ok) told.current(read.text)
      else toast.failure('The file was not read', read.message)
    }
    const drop = (event: DragEvent) => void onDrop(event)
    window.addEventListener('dragover', onOver)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', onOver)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('drop', drop)
    }
  }, [toast])
  return (
    <div className={`flex flex-col gap-4 rounded-lg ${over ? 'outline-2 outline-offset-8 outline-accent outline-dashed' : ''}`}>
      {children}
    </div>
  )
}
