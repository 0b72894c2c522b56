package entente

// Actor is who did something on record: the name of a person, a machine or the
// program itself, as the institution knows it. It is never empty on record.
type Actor string
