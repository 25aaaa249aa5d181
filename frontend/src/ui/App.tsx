/** Which page to show. */

import { place } from "../state/place";
import { who } from "../state/session";
import { CasePicker } from "./CasePicker";
import { Spinner } from "./parts";
import { SignIn } from "./SignIn";
import { Workspace } from "./Workspace";

export function App() {
  const now = who.value;
  if (now.state === "unknown") return <Spinner />;
  if (now.state === "nobody") return <SignIn />;
  const caseId = place.value.caseId;
  return caseId ? <Workspace key={caseId} caseId={caseId} /> : <CasePicker />;
}
