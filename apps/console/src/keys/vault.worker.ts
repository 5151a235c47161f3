import type { Request } from './inside/messages.ts'
import { serveVault } from './inside/serve.ts'

const answer = serveVault((message) => self.postMessage(message))

self.onmessage = ({ data }: MessageEvent<Request>) => answer(data)
