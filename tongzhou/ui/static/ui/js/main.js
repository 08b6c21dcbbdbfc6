/** Brings the pages to life; every part works alone and finds its elements by data attributes. */

import { setUpComboboxes } from "./combobox.js";
import { setUpConfirm } from "./confirm.js";
import { setUpCopy } from "./copy.js";
import { setUpDialogs } from "./dialog.js";
import { setUpDrafts } from "./drafts.js";
import { setUpKeys } from "./keys.js";
import { setUpOffline } from "./offline.js";
import { setUpOnce } from "./once.js";
import { setUpSteppers } from "./stepper.js";
import { setUpTheme } from "./theme.js";
import { setUpTimes } from "./times.js";
import { setUpToasts } from "./toast.js";

setUpTheme(document);
setUpOffline(document, window);
// Before setUpOnce: a draft is forgotten by the id under which it arrived.
setUpDrafts(document, window);
setUpOnce(document);
setUpKeys(document);
setUpDialogs(document);
setUpSteppers(document);
setUpTimes(document);
setUpCopy(document);
setUpConfirm(document);
setUpToasts(document);
setUpComboboxes(document);
