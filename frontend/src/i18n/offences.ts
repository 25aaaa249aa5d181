/** Offences that passenger data are asked for, by code: English, Serbian in Latin letters. */

export const offences: Record<string, readonly [string, string]> = {
  terrorism: ["Terrorist offences", "Teroristička krivična dela"],
  "criminal-organisation": [
    "Participation in a criminal organisation",
    "Učešće u kriminalnoj organizaciji",
  ],
  "human-trafficking": ["Trafficking in human beings", "Trgovina ljudima"],
  "child-sexual-exploitation": ["Sexual exploitation of children", "Seksualno iskorišćavanje dece"],
  drugs: ["Illicit trafficking in narcotic drugs", "Nedozvoljena trgovina opojnim drogama"],
  weapons: [
    "Illicit trafficking in weapons, munitions and explosives",
    "Nedozvoljena trgovina oružjem, municijom i eksplozivom",
  ],
  corruption: ["Corruption", "Korupcija"],
  fraud: ["Fraud", "Prevara"],
  "money-laundering": [
    "Laundering of the proceeds of crime, counterfeiting of currency",
    "Pranje novca i falsifikovanje novca",
  ],
  cybercrime: ["Computer-related crime", "Visokotehnološki kriminal"],
  "environmental-crime": [
    "Environmental crime, trafficking in endangered species",
    "Dela protiv životne sredine, trgovina ugroženim vrstama",
  ],
  "facilitated-entry": [
    "Facilitation of unauthorised entry and residence",
    "Omogućavanje nezakonitog ulaska i boravka",
  ],
  murder: ["Murder, grievous bodily injury", "Ubistvo, teška telesna povreda"],
  "organ-trade": [
    "Illicit trade in human organs and tissue",
    "Nedozvoljena trgovina ljudskim organima i tkivima",
  ],
  kidnapping: [
    "Kidnapping, illegal restraint and hostage-taking",
    "Otmica, protivpravno lišenje slobode, uzimanje talaca",
  ],
  "armed-robbery": ["Organised and armed robbery", "Organizovano i oružano razbojništvo"],
  "cultural-goods": [
    "Illicit trafficking in cultural goods",
    "Nedozvoljena trgovina kulturnim dobrima",
  ],
  counterfeiting: [
    "Counterfeiting and piracy of products",
    "Falsifikovanje i piraterija proizvoda",
  ],
  "forged-documents": ["Forgery of administrative documents", "Falsifikovanje službenih isprava"],
  hormones: [
    "Illicit trafficking in hormonal substances",
    "Nedozvoljena trgovina hormonskim supstancama",
  ],
  "nuclear-materials": [
    "Illicit trafficking in nuclear materials",
    "Nedozvoljena trgovina nuklearnim materijalima",
  ],
  rape: ["Rape", "Silovanje"],
  "icc-crimes": [
    "Crimes under the jurisdiction of the International Criminal Court",
    "Dela u nadležnosti Međunarodnog krivičnog suda",
  ],
  "seizure-of-aircraft-ships": [
    "Unlawful seizure of aircraft or ships",
    "Nezakonito oduzimanje vazduhoplova ili brodova",
  ],
  sabotage: ["Sabotage", "Sabotaža"],
  "stolen-vehicles": ["Trafficking in stolen vehicles", "Trgovina ukradenim vozilima"],
  "industrial-espionage": ["Industrial espionage", "Industrijska špijunaža"],
};
