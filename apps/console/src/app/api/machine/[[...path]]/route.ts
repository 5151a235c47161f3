import { machineApi } from '../../../../server/for-pages.ts'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'
/** Seconds: what is due is done for less. */
export const maxDuration = 60

/** The doors of the machines where there is no `server.ts` (Vercel): the very same application. */
const handle = async (request: Request): Promise<Response> => (await machineApi())(request)

export { handle as DELETE, handle as GET, handle as OPTIONS, handle as PATCH, handle as POST, handle as PUT }
