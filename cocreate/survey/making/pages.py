"""The pages for making a questionnaire; importing this module puts them beside the other organisers' pages."""

from cocreate.survey.making import banks as banks
from cocreate.survey.making import farewell as farewell
from cocreate.survey.making import late as late
from cocreate.survey.making import maps as maps
from cocreate.survey.making import messages as messages
from cocreate.survey.making import questions as questions
from cocreate.survey.making import rules as rules
from cocreate.survey.making import translations as translations
from cocreate.survey.making import trials as trials
from cocreate.survey.making import versions as versions
from cocreate.survey.making import ways as ways
from cocreate.survey.manage import manage as manage
