import { AccountsSection } from './accounts-section.tsx'
import { MembersSection } from './members-section.tsx'

/** Who holds keys of the app's environments. */
export const AppAccess = () => (
  <>
    <AccountsSection />
    <MembersSection />
  </>
)
