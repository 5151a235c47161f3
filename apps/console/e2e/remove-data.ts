import { rmSync } from 'node:fs'

/** The data folder was made for this run alone. */
export default function removeData(): void {
  const folder = process.env.E2E_DATA_DIR
  if (folder?.includes('bonafide-e2e-')) rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
}
