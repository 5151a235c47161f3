export interface Organisation {
  id: string
  name: string
  createdAt: Date
  updatedAt: Date
}
