/** What kind of thing a schema is to the eye: its picture, and whether it has a direction. */

export type Picture =
  | "person"
  | "company"
  | "organization"
  | "phone"
  | "mail"
  | "bank"
  | "document"
  | "vehicle"
  | "place"
  | "passport"
  | "device"
  | "event"
  | "asset"
  | "crypto"
  | "web"
  | "weapon"
  | "thing";

const PICTURES: Record<string, Picture> = {
  Person: "person",
  Passenger: "person",
  Company: "company",
  LegalEntity: "organization",
  Organization: "organization",
  TravelAgency: "organization",
  PublicBody: "organization",
  PhoneNumber: "phone",
  EmailAddress: "mail",
  Email: "mail",
  Message: "mail",
  UserAccount: "web",
  IpAddress: "web",
  Iban: "bank",
  BankAccount: "bank",
  PaymentCard: "bank",
  Wallet: "crypto",
  CryptoWallet: "crypto",
  PersonalNumber: "passport",
  PassportNumber: "passport",
  Passport: "passport",
  Identification: "passport",
  LicencePlate: "vehicle",
  Vehicle: "vehicle",
  Vessel: "vehicle",
  Airplane: "vehicle",
  Flight: "event",
  Booking: "event",
  Imei: "device",
  Device: "device",
  SimCard: "device",
  Address: "place",
  Airport: "place",
  Location: "place",
  RealEstate: "place",
  Event: "event",
  Meeting: "event",
  Trip: "event",
  Call: "phone",
  Asset: "asset",
  Weapon: "weapon",
  Document: "document",
  Pages: "document",
  PlainText: "document",
  CourtCase: "document",
  Contract: "document",
  Website: "web",
};

export function pictureOf(schema: string): Picture {
  return PICTURES[schema] ?? "thing";
}

const DIRECTED = new Set([
  "Ownership",
  "Directorship",
  "Employment",
  "Membership",
  "Payment",
  "Call",
  "Representation",
  "Debt",
  "Succession",
  "ProjectParticipant",
  "Sanction",
  "Occupancy",
]);

export function isDirected(schema: string): boolean {
  return DIRECTED.has(schema);
}

/** `licencePlate` and `PhoneNumber` as words, for a schema no translation knows. */
export function humanize(name: string): string {
  const words = name.replace(/([a-z\d])([A-Z])/g, "$1 $2").replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}
