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
import { setUpToasts } from "./toast.js";

setUpTheme(document);
setUpOffline(document, window);
setUpOnce(document);
setUpDrafts(document, window);
setUpKeys(document);
setUpDialogs(document);
setUpSteppers(document);
setUpCopy(document);
setUpConfirm(document);
setUpToasts(document);
setUpComboboxes(document);
