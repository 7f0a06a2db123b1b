import { defineButton } from './button';
import { defineChoices } from './choices';
import { defineContainers } from './containers';
import { defineDisplays } from './displays';
import { defineForm } from './form';
import { defineImages } from './image';
import { definePicker } from './picker';
import { definePickerView } from './pickerView';
import { defineScrollView } from './scrollView';
import { defineSlider } from './slider';
import { defineSwiper } from './swiper';
import { defineTextFields } from './textField';

/** Defines all built-in tags. */
export function defineBuiltins(): void {
  defineContainers();
  defineImages();
  defineButton();
  defineTextFields();
  defineForm();
  defineChoices();
  defineSlider();
  defineScrollView();
  defineSwiper();
  definePicker();
  definePickerView();
  defineDisplays();
}
