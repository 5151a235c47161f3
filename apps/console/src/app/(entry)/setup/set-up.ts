import { makeAccountKeys } from '../../../keys/derive.ts'
import { postJson } from '../../../keys/post.ts'

export interface NewOwner {
  fullName: string
  email: string
  password: string
  organisationName: string
  withDemo: boolean
}

export interface Made {
  ok: true
  recoveryCode: string
  /** The owner is there; something beside that is not. */
  notice: string | undefined
}

/** Makes the owner's keys here, the owner there, and the demo workspace if it is wanted. */
export async function setUp(code: string, owner: NewOwner): Promise<Made | { ok: false; problem: string }> {
  const { fullName, email, password, organisationName, withDemo } = owner
  try {
    const { sealed, recoveryCode } = await makeAccountKeys(email, password)
    const answer = await postJson('/api/auth/setup', { code, email, fullName, organisationName, ...sealed })
    if (!answer.ok) return answer
    return { ok: true, recoveryCode, notice: withDemo ? await loadDemo() : undefined }
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : 'The keys could not be made.' }
  }
}

const startLab = 'mutation { startLab { userErrors { message } } }'

interface StartLabAnswer {
  errors?: { message: string }[]
  data?: { startLab: { userErrors: { message: string }[] } }
}

/** What went wrong, or undefined. */
async function loadDemo(): Promise<string | undefined> {
  const answer = await postJson('/api/graphql', { query: startLab })
  const { errors = [], data } = (answer.ok ? answer.body : {}) as StartLabAnswer
  const problem = answer.ok ? [...errors, ...(data?.startLab.userErrors ?? [])][0]?.message : answer.problem
  return problem && `Your account is ready, but the demo workspace could not be loaded. Load it from the Lab later. ${problem}`
}
